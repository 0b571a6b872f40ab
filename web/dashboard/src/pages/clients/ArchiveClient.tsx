import { Button, Card, ErrorCallout, Money, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import styles from "./ClientPage.module.css";

const ArchiveClientFragment = graphql(`
  fragment ArchiveClient_client on Client {
    id
    actions
    amountDue { amount currencyCode }
    creditAccount { id balance { amount currencyCode } }
    prepaymentsInProgress: prepayments(filter: { status: [REQUIRES_ACTION, PROCESSING] }, first: 10) {
      edges { node { id status } }
    }
  }
`);

const Archive = graphql(`
  mutation DashboardArchiveClient($clientId: ID!) {
    archiveClient(input: { clientId: $clientId }) {
      ... on ClientPayload {
        client { id archivedAt actions }
      }
      ... on UserError { message }
    }
  }
`);

const Unarchive = graphql(`
  mutation DashboardUnarchiveClient($clientId: ID!) {
    unarchiveClient(input: { clientId: $clientId }) {
      ... on ClientPayload {
        client { id archivedAt actions }
      }
      ... on UserError { message }
    }
  }
`);

/** The way to archive a client, or what has to happen before. */
export function ArchiveClient({ client }: { client: FragmentType<typeof ArchiveClientFragment> }) {
  const { id, actions, amountDue, creditAccount, prepaymentsInProgress } = readFragment(ArchiveClientFragment, client);
  const showToast = useToast();
  const archive = useMutation(Archive);
  const isOpen = ({ node }: (typeof prepaymentsInProgress.edges)[number]) =>
    node.status === "REQUIRES_ACTION" || node.status === "PROCESSING";

  if (!actions.includes("ARCHIVE")) {
    return (
      <Card title={<Trans>Archive</Trans>}>
        <p className="soft">
          <Trans>This client can be archived when:</Trans>
        </p>
        <ul className={styles.reasons}>
          {Number(creditAccount.balance.amount) > 0 && (
            <li>
              <Trans>
                its credits of <Money value={creditAccount.balance} /> are spent, refunded or taken back
              </Trans>
            </li>
          )}
          {amountDue && Number(amountDue.amount) > 0 && (
            <li>
              <Trans>
                what it owes, <Money value={amountDue} />, is paid or the invoices are voided
              </Trans>
            </li>
          )}
          {prepaymentsInProgress.edges.some(isOpen) && (
            <li>
              <Trans>its prepayments in progress have ended</Trans>
            </li>
          )}
        </ul>
      </Card>
    );
  }
  return (
    <Card title={<Trans>Archive</Trans>}>
      <p className="soft">
        <Trans>An archived client stays readable, and takes no new invoice, payment or user. You can take it back.</Trans>
      </p>
      {archive.failure && (
        <ErrorCallout>
          <p>{archive.failure.message}</p>
        </ErrorCallout>
      )}
      <Button
        isPending={archive.isPending}
        onClick={async () => {
          if (await archive.run({ clientId: id })) showToast(<Trans>The client is archived.</Trans>);
        }}
      >
        <Trans>Archive the client</Trans>
      </Button>
    </Card>
  );
}

export function UnarchiveClient({ clientId }: { clientId: string }) {
  const showToast = useToast();
  const unarchive = useMutation(Unarchive);
  return (
    <>
      {unarchive.failure && (
        <ErrorCallout>
          <p>{unarchive.failure.message}</p>
        </ErrorCallout>
      )}
      <Button
        isPending={unarchive.isPending}
        onClick={async () => {
          if (await unarchive.run({ clientId })) showToast(<Trans>The client is active again.</Trans>);
        }}
      >
        <Trans>Take it back</Trans>
      </Button>
    </>
  );
}
