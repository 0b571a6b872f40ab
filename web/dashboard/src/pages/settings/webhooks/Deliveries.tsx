import { Badge, Button, Card, type Column, DateText, EmptyState, ErrorCallout, LoadMore, Table } from "@acompte/shared/components";
import { type FragmentType, graphql, type PagesState, readFragment, useMutation } from "@acompte/shared/graphql";
import type { Deliveries_deliveryFragment } from "@acompte/shared/graphql/types";
import { NoticeKindName } from "@acompte/shared/shell";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Send } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import styles from "../settings.module.css";

const DeliveryFragment = graphql(`
  fragment Deliveries_delivery on WebhookDelivery {
    id
    notice { id kind createdAt }
    attempts
    succeededAt
    nextAttemptAt
    lastStatus
    lastError
  }
`);

const Redeliver = graphql(`
  mutation DashboardRedeliverWebhook($deliveryId: ID!) {
    redeliverWebhook(input: { deliveryId: $deliveryId }) {
      ... on WebhookDeliveryPayload {
        delivery { ...Deliveries_delivery }
      }
      ... on UserError { message }
    }
  }
`);

const period = 15_000;
const periodInProgress = 3000;

type Props = { pages: PagesState<unknown, FragmentType<typeof DeliveryFragment>> };

/** What was sent to an endpoint, what became of it, and how to send it again. */
export function Deliveries({ pages: { nodes, query, hasMore, isLoadingMore, loadMore } }: Props) {
  const { t } = useLingui();
  const deliveries = readFragment(DeliveryFragment, nodes);
  const redeliver = useMutation(Redeliver);
  useReload(query.reload, deliveries.some(isInProgress) ? periodInProgress : period);

  const columns: Column<Deliveries_deliveryFragment>[] = [
    { key: "kind", label: t`Notice`, cell: ({ notice }) => <NoticeKindName kind={notice.kind} /> },
    { key: "time", label: t`Time`, cell: ({ notice }) => <DateText value={notice.createdAt} withTime /> },
    { key: "status", label: t`Delivery`, cell: (delivery) => <DeliveryStatus delivery={delivery} /> },
    { key: "answer", label: t`Last answer`, cell: (delivery) => <LastAnswer delivery={delivery} /> },
    {
      key: "again",
      label: t`Action`,
      cell: ({ id, notice }) => (
        <Button look="quiet" isPending={redeliver.isPending} onClick={() => redeliver.run({ deliveryId: id })}>
          <span className={styles.again}>
            <Trans>Send again</Trans>
          </span>
          <span className="visually-hidden">
            {" "}
            <NoticeKindName kind={notice.kind} />, <DateText value={notice.createdAt} withTime />
          </span>
        </Button>
      ),
    },
  ];
  return (
    <Card title={<Trans>Deliveries</Trans>}>
      {redeliver.failure && (
        <ErrorCallout>
          <p>{redeliver.failure.message}</p>
        </ErrorCallout>
      )}
      {deliveries.length === 0 ? (
        <EmptyState icon={<Send className="icon" aria-hidden="true" />} title={<Trans>Nothing was sent yet</Trans>} />
      ) : (
        <Table caption={t`Deliveries`} columns={columns} rows={deliveries} rowKey={({ id }) => id} />
      )}
      <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onLoad={loadMore} />
    </Card>
  );
}

/** Whether an attempt is about to be made. */
const isInProgress = ({ nextAttemptAt }: Deliveries_deliveryFragment): boolean =>
  nextAttemptAt !== null && Date.parse(nextAttemptAt) < Date.now() + period;

/** No live change tells of deliveries: they are loaded again while the page is seen. */
function useReload(reload: () => void, milliseconds: number): void {
  const onTick = useEffectEvent(() => {
    if (document.visibilityState === "visible") reload();
  });
  useEffect(() => {
    const timer = setInterval(() => onTick(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}

function DeliveryStatus({ delivery: { succeededAt, nextAttemptAt, attempts } }: { delivery: Deliveries_deliveryFragment }) {
  if (succeededAt !== null) {
    return (
      <Badge tone="good">
        <Trans>Delivered</Trans>
      </Badge>
    );
  }
  if (nextAttemptAt === null) {
    return (
      <Badge tone="bad">
        <Trans>Not delivered</Trans>
      </Badge>
    );
  }
  if (attempts === 0) {
    return (
      <Badge>
        <Trans>On its way</Trans>
      </Badge>
    );
  }
  return (
    <span className={styles.delivery}>
      <Badge tone="warning">
        <Trans>Not yet delivered</Trans>
      </Badge>
      <span className="soft small">
        <Trans>
          Next attempt: <DateText value={nextAttemptAt} withTime />
        </Trans>
      </span>
    </span>
  );
}

function LastAnswer({ delivery: { lastStatus, lastError, attempts } }: { delivery: Deliveries_deliveryFragment }) {
  if (attempts === 0) return <span className="soft">–</span>;
  return (
    <span>
      {lastError ?? (lastStatus !== null && <Trans>Status {lastStatus}</Trans>)}{" "}
      <span className="soft small">
        <Plural value={attempts} one="# attempt" other="# attempts" />
      </span>
    </span>
  );
}
