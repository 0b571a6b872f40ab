import { type Exchange, makeOperation, type Operation } from "@urql/core";
import { map, pipe, tap } from "wonka";
import { findHash } from "./document.ts";

/** Sends the ids of documents instead of their texts. */
export const trustedDocumentsExchange: Exchange =
  ({ forward }) =>
  (operations) => {
    // The cache reads from the document of the result's operation.
    const originals = new Map<number, Operation>();
    const withIds = pipe(
      operations,
      tap((operation) => {
        if (operation.kind === "teardown") originals.delete(operation.key);
        else originals.set(operation.key, operation);
      }),
      map((operation) => {
        const documentId = operation.kind === "teardown" ? undefined : findHash(operation.query);
        if (documentId === undefined) return operation;
        return { ...makeOperation(operation.kind, operation), query: { ...operation.query, definitions: [], documentId } };
      }),
    );
    return pipe(
      forward(withIds),
      map((result) => ({ ...result, operation: originals.get(result.operation.key) ?? result.operation })),
    );
  };
