import { Card, DateText, Money } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "wouter";

const FirmFragment = graphql(`
  fragment OpenDisputes_firm on Firm {
    id
    openDisputes: disputes(filter: { status: [OPEN] }, first: 5) {
      totalCount
      edges {
        node {
          id
          status
          client { id name }
          amount { amount currencyCode }
          evidenceDueAt
        }
      }
    }
  }
`);

/** Disputes that the firm can answer. Not shown if there is none. */
export function OpenDisputes({ firm }: { firm: FragmentType<typeof FirmFragment> }) {
  const { openDisputes } = readFragment(FirmFragment, firm);
  const disputes = (openDisputes?.edges ?? []).map(({ node }) => node).filter(({ status }) => status === "OPEN");
  const others = (openDisputes?.totalCount ?? 0) - (openDisputes?.edges.length ?? 0);
  if (disputes.length === 0) return null;
  return (
    <Card
      title={<Trans>Disputes</Trans>}
      end={
        others > 0 && (
          <Link href="/disputes?status=OPEN">
            <Plural value={others} one="# more" other="# more" />
          </Link>
        )
      }
    >
      <ul className="list">
        {disputes.map(({ id, client, amount, evidenceDueAt }) => (
          <li className="list-item" key={id}>
            <div className="list-item-text">
              <Link href={`/disputes/${encodeURIComponent(id)}`}>{client.name}</Link>
              <span className="small soft">
                {evidenceDueAt ? (
                  <Trans>
                    Answer by <DateText value={evidenceDueAt} withTime />
                  </Trans>
                ) : (
                  <Trans>Cannot be answered</Trans>
                )}
              </span>
            </div>
            <Money value={amount} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
