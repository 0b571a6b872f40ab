import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { QueryState } from "../graphql/index.ts";
import { Button } from "./Button.tsx";
import { ErrorCallout } from "./Callout.tsx";
import { Skeleton } from "./Skeleton.tsx";

type Props<Data> = {
  query: QueryState<Data>;
  /** What stands here until there is an answer. */
  skeleton?: ReactNode;
  children(data: Data): ReactNode;
};

/** What a query returned; until then a skeleton, and if it failed, why. */
export function QueryView<Data>({ query, skeleton = <Skeleton />, children }: Props<Data>) {
  if (query.data !== undefined && query.data !== null) return children(query.data);
  if (query.error === undefined) return skeleton;
  return (
    <ErrorCallout>
      <p>{query.error.graphQLErrors[0]?.message ?? <Trans>Something went wrong on our side. Please try again.</Trans>}</p>
      <Button onClick={query.reload} isPending={query.isLoading}>
        <Trans>Try again</Trans>
      </Button>
    </ErrorCallout>
  );
}
