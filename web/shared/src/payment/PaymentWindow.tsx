import { Trans } from "@lingui/react/macro";
import { CircleCheck, Clock } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "../components/Button.tsx";
import { EmptyState } from "../components/Card.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Money } from "../components/Money.tsx";
import { Skeleton } from "../components/Skeleton.tsx";
import { type FragmentType, graphql, readFragment } from "../graphql/index.ts";
import type { MoneyValue } from "../language/formats.tsx";
import type { Outcome } from "./paymentForm.ts";
import { loadModule } from "../language/loadModule.ts";

const CheckoutFragment = graphql(`
  fragment PaymentWindow_checkout on Checkout {
    ... on StripeCheckout {
      publishableKey
      clientSecret
      accountId
      apiBase
    }
  }
`);

const StripeForm = lazy(() => loadModule(() => import("./StripeForm.tsx")));
const SimulatorForm = lazy(() => loadModule(() => import("./simulator/SimulatorForm.tsx")));

export type PaymentToOpen = {
  checkout: FragmentType<typeof CheckoutFragment>;
  amount: MoneyValue;
  /** It was closed. What became of the payment, the API says: live changes bring it. */
  onClose?(): void;
};

/** Where the payer confirms a payment with the firm's provider: Stripe, or its simulator. */
export default function PaymentWindow({ payment, onClose }: { payment: PaymentToOpen; onClose(): void }) {
  const { checkout, amount } = payment;
  const stripe = readFragment(CheckoutFragment, checkout);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const Form = stripe.apiBase === null ? StripeForm : SimulatorForm;
  return (
    <Dialog
      title={<Trans>Payment</Trans>}
      isOpen
      keepsOpen
      // Stripe shows the bank's authentication above the page, outside of this dialog.
      isModal={stripe.apiBase !== null}
      onClose={onClose}
    >
      {outcome ? (
        <Ended outcome={outcome} amount={amount} onClose={onClose} />
      ) : (
        <>
          <Money value={amount} isFigure />
          <Suspense fallback={<Skeleton />}>
            <Form checkout={stripe} amount={amount} onOutcome={setOutcome} />
          </Suspense>
        </>
      )}
    </Dialog>
  );
}

function Ended({ outcome, amount, onClose }: { outcome: Outcome; amount: MoneyValue; onClose(): void }) {
  return (
    <div role="status" className="stack">
      {outcome === "succeeded" ? (
        <EmptyState icon={<CircleCheck className="icon" aria-hidden="true" />} title={<Trans>Thank you</Trans>}>
          <Trans>
            Your payment of <Money value={amount} /> is made. This page shows it in a moment, by itself.
          </Trans>
        </EmptyState>
      ) : (
        <EmptyState icon={<Clock className="icon" aria-hidden="true" />} title={<Trans>Your bank is processing the payment</Trans>}>
          <Trans>
            The debit of <Money value={amount} /> takes a few days. We tell you when it has succeeded, or if it fails.
          </Trans>
        </EmptyState>
      )}
      <Button look="primary" isWide onClick={onClose}>
        <Trans>Done</Trans>
      </Button>
    </div>
  );
}
