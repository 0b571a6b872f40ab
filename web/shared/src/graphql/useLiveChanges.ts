import { useEffect, useRef } from "react";
import { useClient } from "urql";
import { onEnd, pipe, subscribe } from "wonka";
import { parseDocument } from "./document.ts";
import { followChanges } from "./followChanges.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import { UnreadNoticesDocument } from "./unreadNotices.ts";

type Change = { cursor: string; notices?: unknown[] };

/**
 * Keeps the cache up to date with the changes after a cursor. The document's one field returns `cursor` and what
 * changed, with the fields that pages show. Null variables: not yet.
 */
export function useLiveChanges<Data extends Record<string, unknown>, Variables extends { after?: string | null }>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables | null,
): void {
  const client = useClient();
  const started = useRef(variables);
  started.current = variables;
  // Another cursor alone is no reason to begin anew.
  const key = variables && JSON.stringify({ ...variables, after: null });

  useEffect(() => {
    const first = started.current;
    if (key === null || first === null) return;
    return followChanges(first.after ?? null, (after, onCursor, onEnded) => {
      const changes = client.subscription(parseDocument(document), { ...first, after } as Variables &
        Record<string, unknown>);
      const { unsubscribe } = pipe(
        changes,
        onEnd(onEnded),
        subscribe(({ data, error }) => {
          const change = Object.values(data ?? {}).find((value) => typeof value === "object") as Change | undefined;
          if (change) {
            onCursor(change.cursor);
            // Only the server counts what is unread. A feed without notices does not say whether there are new ones.
            if (change.notices?.length !== 0) {
              void client.query(parseDocument(UnreadNoticesDocument), {}, { requestPolicy: "network-only" }).toPromise();
            }
          }
          if (error) onEnded();
        }),
      );
      return unsubscribe;
    });
  }, [client, document, key]);
}
