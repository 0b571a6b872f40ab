import { Trans } from "@lingui/react/macro";
import { ShieldCheck } from "lucide-react";
import { Button } from "../../components/Button.tsx";
import { EmptyState } from "../../components/Card.tsx";
import { Money } from "../../components/Money.tsx";
import type { MoneyValue } from "../../language/formats.tsx";

type Props = { amount: MoneyValue; isPending: boolean; onAnswer(passes: boolean): void };

/** The question that the payer's bank asks: 3-D Secure. */
export function Authentication({ amount, isPending, onAnswer }: Props) {
  return (
    <div className="stack">
      <EmptyState
        icon={<ShieldCheck className="icon" aria-hidden="true" />}
        title={<Trans>Your bank asks: is it you?</Trans>}
      >
        <Trans>
          Confirm the payment of <Money value={amount} />. This is a simulation of 3-D Secure.
        </Trans>
      </EmptyState>
      <Button look="primary" isWide isPending={isPending} onClick={() => onAnswer(true)}>
        <Trans>Confirm the payment</Trans>
      </Button>
      <Button isWide isPending={isPending} onClick={() => onAnswer(false)}>
        <Trans>Refuse it</Trans>
      </Button>
    </div>
  );
}
