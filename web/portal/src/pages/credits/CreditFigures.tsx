import { Card, DefinitionList, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";

const CreditAccountFragment = graphql(`
  fragment CreditFigures_creditAccount on CreditAccount {
    id
    balance { amount currencyCode }
    available { amount currencyCode }
    reserved { amount currencyCode }
  }
`);

/** What the client has, what of it is reserved, and what can be used now. */
export function CreditFigures({ creditAccount }: { creditAccount: FragmentType<typeof CreditAccountFragment> }) {
  const { balance, available, reserved } = readFragment(CreditAccountFragment, creditAccount);
  return (
    <Card title={<Trans>Available now</Trans>}>
      <div aria-live="polite">
        <Money value={available} isFigure />
      </div>
      {Number(reserved.amount) > 0 && (
        <DefinitionList
          areFigures
          items={[
            [<Trans key="balance">Balance</Trans>, <Money key="amount" value={balance} />],
            [<Trans key="reserved">Of it, reserved for payments in progress</Trans>, <Money key="amount" value={reserved} />],
          ]}
        />
      )}
    </Card>
  );
}
