import { type Exchange, makeOperation } from "@urql/core";
import { map, pipe } from "wonka";
import { findHash } from "./document.ts";

/** Sends the ids of documents instead of their texts. */
export const trustedDocumentsExchange: Exchange =
  ({ forward }) =>
  (operations) =>
    forward(
      pipe(
        operations,
        map((operation) => {
          const hash = operation.kind === "teardown" ? undefined : findHash(operation.query);
          if (hash === undefined) return operation;
          const query = { ...operation.query, definitions: [], documentId: hash };
          return { ...makeOperation(operation.kind, operation), query };
        }),
      ),
    );
