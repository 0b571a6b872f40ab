import { Card, DefinitionList, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";

const CreditsFragment = graphql(`
  fragment Credits_client on Client {
    id
    creditAccount {
      id
      available { amount currencyCode }
      reserved { amount currencyCode }
    }
    prepaymentsInProgress: prepayments(filter: { status: [PROCESSING] }, first: 10) {
      edges {
        node { id status amount { amount currencyCode } }
      }
    }
  }
`);

/** What the client has, what of it is reserved for payments in progress, and what is on its way. */
export function Credits({ client }: { client: FragmentType<typeof CreditsFragment> }) {
  const { creditAccount, prepaymentsInProgress } = readFragment(CreditsFragment, client);
  const { available, reserved } = creditAccount;
  // An object whose state has just changed stays in the list until it is loaded again.
  const prepayments = prepaymentsInProgress.edges.filter(({ node }) => node.status === "PROCESSING");
  const figures = [
    ...(Number(reserved.amount) > 0
      ? [[<Trans key="reserved">Reserved for payments in progress</Trans>, <Money key="amount" value={reserved} />] as const]
      : []),
    ...prepayments.map(
      ({ node }) => [<Trans key={node.id}>Prepayment on its way</Trans>, <Money key="amount" value={node.amount} />] as const,
    ),
  ];
  return (
    <Card
      title={<Trans>Your credits</Trans>}
      end={
        <Link href="/credits">
          <Trans>Statement</Trans>
        </Link>
      }
    >
      <div aria-live="polite">
        <Money value={available} isFigure />
        <p className="soft">
          <Trans>available</Trans>
        </p>
      </div>
      {figures.length > 0 && <DefinitionList areFigures items={figures} />}
    </Card>
  );
}
