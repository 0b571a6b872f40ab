import { Trans, useLingui } from "@lingui/react/macro";
import { BellOff } from "lucide-react";
import { Link } from "wouter";
import { Badge, Button, Card, DateText, EmptyState, LoadMore, PageHeader, QueryView } from "../components/index.ts";
import { graphql, useMutation, usePages } from "../graphql/index.ts";
import { useApiClient } from "./ApiClientProvider.tsx";
import { pathOf } from "./pathOf.ts";

const NoticesDocument = graphql(`
  query Notices($after: String) {
    ...Shell_query
    notices(first: 20, after: $after) {
      edges {
        node {
          id
          kind
          text
          createdAt
          readAt
          client { id name }
          subject {
            __typename
            ... on Node { id }
            ... on Refund { payment { id } prepayment { id } }
            ... on Dispute { payment { id } prepayment { id } }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const MarkNoticesRead = graphql(`
  mutation MarkNoticesRead($until: DateTime!) {
    markNoticesRead(input: { until: $until }) {
      unreadCount
      notices { id readAt }
    }
  }
`);

export default function NoticesPage() {
  const { t } = useLingui();
  const { app } = useApiClient();
  const { query, nodes, hasMore, isLoadingMore, loadMore } = usePages(NoticesDocument, {}, (data) => data.notices);
  const markRead = useMutation(MarkNoticesRead);
  const newest = nodes[0];
  const hasUnread = nodes.some((notice) => notice.readAt === null);

  return (
    <div className="page">
      <PageHeader
        title={t`Notices`}
        actions={
          newest &&
          hasUnread && (
            <Button isPending={markRead.isPending} onClick={() => markRead.run({ until: newest.createdAt })}>
              <Trans>Mark all as read</Trans>
            </Button>
          )
        }
      />
      <Card>
        <QueryView query={query}>
          {() =>
            nodes.length === 0 ? (
              <EmptyState icon={<BellOff className="icon" aria-hidden="true" />} title={<Trans>No notices yet</Trans>}>
                <Trans>You hear here of payments, invoices and credits.</Trans>
              </EmptyState>
            ) : (
              <ul className="list notices">
                {nodes.map((notice) => {
                  const path = pathOf(app, notice.subject);
                  return (
                    <li className="list-item" key={notice.id}>
                      <div className="list-item-text">
                        {path ? <Link href={path}>{notice.text}</Link> : <span>{notice.text}</span>}
                        <span className="soft small">
                          <DateText value={notice.createdAt} withTime />
                          {app === "dashboard" && notice.client && ` · ${notice.client.name}`}
                        </span>
                      </div>
                      {notice.readAt === null && (
                        <Badge tone="info">
                          <Trans>New</Trans>
                        </Badge>
                      )}
                    </li>
                  );
                })}
              </ul>
            )
          }
        </QueryView>
        <LoadMore hasMore={hasMore} isLoading={isLoadingMore} onLoad={loadMore} />
      </Card>
    </div>
  );
}
