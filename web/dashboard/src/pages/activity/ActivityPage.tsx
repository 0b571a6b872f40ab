import { Button, Card, EmptyState, LoadMore, PageHeader, QueryView, Select, Skeleton } from "@acompte/shared/components";
import { graphql, usePages, useQuery } from "@acompte/shared/graphql";
import type { ActivityKind } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { History } from "lucide-react";
import { useSearchParams } from "wouter";
import { ActivityItem } from "./ActivityItem.tsx";
import { kindNames } from "./kindNames.ts";
import styles from "./activity.module.css";

const ActivityDocument = graphql(`
  query DashboardActivity($filter: ActivityFilter!, $after: String) {
    firm {
      id
      activity(filter: $filter, first: 30, after: $after) {
        edges {
          node { id ...ActivityItem_activity }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

const ActivityMembersDocument = graphql(`
  query DashboardActivityMembers {
    firm {
      id
      members { id name }
    }
  }
`);

const ActivityClientDocument = graphql(`
  query DashboardActivityClient($id: ID!) {
    client(id: $id) { id name }
  }
`);

const kinds = Object.keys(kindNames) as ActivityKind[];

/** Who did what, when and why. The page's address has the filter, so that others can lead to a part of it. */
export default function ActivityPage() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const kind = kinds.find((each) => each === search.get("kind"));
  const actorId = search.get("person");
  const clientId = search.get("client");
  const filter = { ...(kind && { kind: [kind] }), ...(actorId && { actorId }), ...(clientId && { clientId }) };
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(
    ActivityDocument,
    { filter },
    (data) => data.firm?.activity,
  );
  const members = useQuery(ActivityMembersDocument).data?.firm?.members ?? [];
  const client = useQuery(ActivityClientDocument, { id: clientId ?? "" }, { pause: clientId === null }).data?.client;
  const isFiltered = Object.keys(filter).length > 0;

  const choose = (name: string, value: string) =>
    setSearch(
      (present) => {
        const next = new URLSearchParams(present);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  return (
    <div className="page">
      <PageHeader
        title={t`Activity`}
        description={clientId !== null && client && <Trans>Of the client {client.name}</Trans>}
      />
      <div className={styles.filter}>
        <Select
          label={t`Person`}
          value={actorId ?? ""}
          onChange={(id) => choose("person", id)}
          options={[{ value: "", label: t`Everybody` }, ...members.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <Select
          label={t`Kind`}
          value={kind ?? ""}
          onChange={(value) => choose("kind", value)}
          options={[{ value: "", label: t`All kinds` }, ...kinds.map((each) => ({ value: each, label: t(kindNames[each]) }))]}
        />
        {isFiltered && (
          <Button look="quiet" onClick={() => setSearch({}, { replace: true })}>
            <Trans>Show all</Trans>
          </Button>
        )}
      </div>
      <Card>
        <QueryView query={query} skeleton={<Skeleton lines={10} />}>
          {() =>
            nodes.length === 0 ? (
              <EmptyState
                icon={<History className="icon" aria-hidden="true" />}
                title={isFiltered ? <Trans>Nothing of this kind has happened</Trans> : <Trans>Nothing has happened yet</Trans>}
              />
            ) : (
              <ul className="list">
                {nodes.map((activity) => (
                  <ActivityItem key={activity.id} activity={activity} />
                ))}
              </ul>
            )
          }
        </QueryView>
        <LoadMore hasMore={hasMore && nodes.length > 0} isLoading={isLoadingMore} onLoad={loadMore} />
      </Card>
    </div>
  );
}
