import { useEffect, useState } from "react";
import { type OperationResult, type RequestPolicy, useClient } from "urql";
import { pipe, subscribe } from "wonka";
import { parseDocument } from "./document.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import type { QueryState } from "./useQuery.ts";

type Connection<Node> = {
  edges: readonly { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};

export type PagesState<Data, Node> = {
  /** The first page's answer. */
  query: QueryState<Data>;
  /** The objects of all pages that are shown. */
  nodes: Node[];
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
};

/**
 * A list by pages, of a query with the variable `after`. Each page stays up to date: when one ends elsewhere than
 * before, the next one begins there.
 */
export function usePages<Data, Variables extends { after?: string | null }, Node>(
  document: TypedDocumentString<Data, Variables>,
  variables: Omit<Variables, "after">,
  connectionOf: (data: Data) => Connection<Node> | null | undefined,
  { requestPolicy = "cache-first" }: { requestPolicy?: RequestPolicy } = {},
): PagesState<Data, Node> {
  const client = useClient();
  const list = JSON.stringify(variables);
  const [wanted, setWanted] = useState({ list, pages: 1 });
  const [results, setResults] = useState<ReadonlyMap<string, OperationResult<Data>>>(new Map());
  const [attempt, setAttempt] = useState(0);
  const pages = wanted.list === list ? wanted.pages : 1;
  const keyOf = (after: string | null) => `${list} ${after ?? ""}`;

  const starts: (string | null)[] = [null];
  const shown: Connection<Node>[] = [];
  for (;;) {
    const data = results.get(keyOf(starts.at(-1) ?? null))?.data;
    const connection = data ? connectionOf(data) : null;
    if (!connection) break;
    shown.push(connection);
    if (shown.length >= pages || !connection.pageInfo.hasNextPage) break;
    starts.push(connection.pageInfo.endCursor);
  }
  const startsKey = starts.join(" ");

  useEffect(() => {
    const subscriptions = starts.map((after) =>
      pipe(
        client.query(
          parseDocument(document),
          { ...(JSON.parse(list) as object), after } as Variables & Record<string, unknown>,
          { requestPolicy: attempt > 0 ? "cache-and-network" : requestPolicy },
        ),
        subscribe((result) => setResults((known) => new Map(known).set(keyOf(after), result))),
      ),
    );
    return () => {
      for (const { unsubscribe } of subscriptions) unsubscribe();
    };
    // `starts` and `keyOf` follow from these.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, document, list, startsKey, attempt, requestPolicy]);

  const first = results.get(keyOf(null));
  const isComplete = shown.length === starts.length;
  return {
    query: {
      data: first?.data,
      error: first?.error,
      isLoading: first === undefined || first.stale,
      reload: () => setAttempt((count) => count + 1),
    },
    nodes: shown.flatMap((connection) => connection.edges.map(({ node }) => node)),
    hasMore: !isComplete || (shown.at(-1)?.pageInfo.hasNextPage ?? false),
    isLoadingMore: shown.length > 0 && !isComplete,
    loadMore: () => setWanted({ list, pages: pages + 1 }),
  };
}
