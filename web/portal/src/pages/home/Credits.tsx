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
  }
`);

/** What the client has, and what of it is set aside for payments in progress. */
export function Credits({ client }: { client: FragmentType<typeof CreditsFragment> }) {
  const { available, reserved } = readFragment(CreditsFragment, client).creditAccount;
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
      {Number(reserved.amount) > 0 && (
        <DefinitionList
          areFigures
          items={[[<Trans key="reserved">Reserved for payments in progress</Trans>, <Money key="amount" value={reserved} />]]}
        />
      )}
    </Card>
  );
}
