import { useCallback } from "react";
import { type CombinedError, type RequestPolicy, useQuery as useClientQuery } from "urql";
import { parseDocument } from "./document.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";

export type QueryState<Data> = {
  /** What is known, which may be out of date while `isLoading`. */
  data: Data | undefined;
  /** Why there is no answer. A lost connection is not an error: the query is sent again until there is one. */
  error: CombinedError | undefined;
  isLoading: boolean;
  reload(): void;
};

type Arguments<Variables> =
  Variables extends Record<string, never> ? [variables?: Variables, options?: Options] : [variables: Variables, options?: Options];
type Options = { pause?: boolean; requestPolicy?: RequestPolicy };

/** The data of a query from the cache, or else from the server; live changes and mutations update it. */
export function useQuery<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  ...[variables, options]: Arguments<Variables>
): QueryState<Data> {
  const [{ data, error, fetching, stale }, execute] = useClientQuery({
    query: parseDocument(document),
    variables: (variables ?? {}) as Variables & Record<string, unknown>,
    ...options,
  });
  const reload = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  return { data, error, isLoading: fetching || stale, reload };
}
