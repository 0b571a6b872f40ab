import { Button, type Column, LoadMore, Money, PeriodFilter, QueryView, SignedMoney, Table, usePeriod } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { graphql, readFragment, useLiveChanges, usePages } from "@acompte/shared/graphql";
import type { ClientStatement_entryFragment } from "@acompte/shared/graphql/types";
import { useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { EntryText } from "./EntryText.tsx";
import { ReverseCreditDialog, reverseForm } from "./ReverseCreditDialog.tsx";

const ClientStatementFragment = graphql(`
  fragment ClientStatement_entry on CreditEntry {
    id
    kind
    amount { amount currencyCode }
    balanceAfter { amount currencyCode }
    createdAt
    actor { name }
    reason
    prepayment { id number memo }
    payment { id number invoice { id number } }
    reverses { id kind createdAt }
    remaining { amount currencyCode }
  }
`);

const StatementDocument = graphql(`
  query DashboardClientStatement($clientId: ID!, $from: DateTime, $to: DateTime, $after: String) {
    client(id: $clientId) {
      id
      changesCursor
      creditAccount {
        id
        entries(from: $from, to: $to, first: 25, after: $after) {
          edges { node { id ...ClientStatement_entry } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

/** New entries, which the changes of the firm do not bring. */
const StatementChanges = graphql(`
  subscription DashboardStatementChanges($clientId: ID!, $after: String) {
    clientChanges(clientId: $clientId, after: $after) {
      cursor
      reload
      entries { id ...ClientStatement_entry }
    }
  }
`);

/** Every change of the client's credits, with the balance after it. */
export function ClientStatement({ clientId }: { clientId: string }) {
  const { t } = useLingui();
  const canReverse = useMember().rights.includes("MANAGE_PAYMENTS");
  const { period, setPeriod, isSet, range } = usePeriod();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    StatementDocument,
    { clientId, ...range },
    (data) => data.client?.creditAccount.entries,
  );
  const cursor = query.data?.client?.changesCursor;
  useLiveChanges(StatementChanges, cursor === undefined ? null : { clientId, after: cursor });

  const columns: Column<ClientStatement_entryFragment>[] = [
    { key: "what", label: t`What`, cell: (entry) => <EntryText entry={entry}>{canReverse && <Reversal entry={entry} />}</EntryText> },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <SignedMoney value={amount} /> },
    { key: "balance", label: t`Balance`, isAmount: true, cell: ({ balanceAfter }) => <Money value={balanceAfter} /> },
  ];
  return (
    <div className="stack">
      {(isSet || nodes.length > 0 || query.isLoading) && <PeriodFilter period={period} onChange={setPeriod} />}
      <QueryView query={query}>
        {() =>
          nodes.length === 0 ? (
            <p className="soft">
              {isSet ? <Trans>Nothing in this period.</Trans> : <Trans>No credits yet.</Trans>}
            </p>
          ) : (
            <Table
              caption={t`Statement`}
              columns={columns}
              rows={readFragment(ClientStatementFragment, nodes)}
              rowKey={({ id }) => id}
            />
          )
        }
      </QueryView>
      <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
    </div>
  );
}

/** The button that takes credits back, as far as the API allows it: credit notes and money recorded as credits. */
function Reversal({ entry }: { entry: ClientStatement_entryFragment }) {
  const { id, kind, payment, remaining } = entry;
  const [isOpen, setOpen] = useOperationDialog(reverseForm(id));
  const isReversible = kind === "CREDIT_NOTE" || (kind === "OFFLINE_PAYMENT" && payment === null);
  const isUnspent = remaining !== null && Number(remaining.amount) > 0;
  if (remaining === null || !isReversible || !(isUnspent || isOpen)) return null;
  return (
    <div>
      <Button onClick={() => setOpen(true)}>
        <Trans>Take back</Trans>
      </Button>
      {isOpen && <ReverseCreditDialog entry={{ id, remaining }} onClose={() => setOpen(false)} />}
    </div>
  );
}
