import type { TypedDocumentNode } from "@urql/core";
import { gql } from "@urql/core";
import type { TypedDocumentString } from "./generated/graphql.ts";

const parsed = new Map<string, TypedDocumentNode>();
const hashes = new Map<string, string>();

/** The parsed document, which the cache works on. Its hash is kept, by which the server knows it. */
export function parseDocument<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
): TypedDocumentNode<Data, Variables & Record<string, unknown>> {
  const text = document.toString();
  const node = parsed.get(text) ?? gql(text);
  parsed.set(text, node);
  const name = operationName(node);
  if (name !== undefined && document.__meta__?.hash !== undefined) hashes.set(name, document.__meta__.hash);
  return node as TypedDocumentNode<Data, Variables & Record<string, unknown>>;
}

/** The hash of an operation that was parsed. Names of operations are unique. */
export function findHash(node: TypedDocumentNode): string | undefined {
  return hashes.get(operationName(node) ?? "");
}

function operationName(node: { definitions: readonly { kind: string; name?: { value: string } | undefined }[] }) {
  return node.definitions.find((definition) => definition.kind === "OperationDefinition")?.name?.value;
}
