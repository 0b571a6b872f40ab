import { Card, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "wouter";

const FirmFragment = graphql(`
  fragment ClientsWhoOwe_firm on Firm {
    id
    clientsWhoOwe: clients(
      filter: { owes: true }
      orderBy: { field: AMOUNT_DUE, direction: DESC }
      first: 6
    ) {
      totalCount
      edges {
        node {
          id
          name
          amountDue { amount currencyCode }
          creditAccount { id available { amount currencyCode } }
        }
      }
    }
  }
`);

/** What is unpaid, by client. */
export function ClientsWhoOwe({ firm }: { firm: FragmentType<typeof FirmFragment> }) {
  const { clientsWhoOwe } = readFragment(FirmFragment, firm);
  const clients = (clientsWhoOwe?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ amountDue }) => Number(amountDue?.amount ?? 0) > 0);
  const others = (clientsWhoOwe?.totalCount ?? 0) - (clientsWhoOwe?.edges.length ?? 0);
  return (
    <Card title={<Trans>Clients who owe</Trans>}>
      {clients.length === 0 ? (
        <p className="soft">
          <Trans>No client owes anything.</Trans>
        </p>
      ) : (
        <ul className="list">
          {clients.map(({ id, name, amountDue, creditAccount }) => (
            <li className="list-item" key={id}>
              <div className="list-item-text">
                <Link href={`/invoices?${new URLSearchParams({ status: "OPEN", client: id })}`}>{name}</Link>
                {Number(creditAccount.available.amount) > 0 && (
                  <span className="small soft">
                    <Trans>
                      <Money value={creditAccount.available} /> in credits
                    </Trans>
                  </span>
                )}
              </div>
              {amountDue && <Money value={amountDue} />}
            </li>
          ))}
        </ul>
      )}
      {others > 0 && (
        <p className="soft small">
          <Plural value={others} one="# more client" other="# more clients" />
        </p>
      )}
    </Card>
  );
}
