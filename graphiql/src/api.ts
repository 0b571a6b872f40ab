import type { Fetcher } from "@graphiql/toolkit";
import { getOperationAST, parse } from "graphql";
import { type Client, createClient } from "graphql-ws";

export type GraphQLResponse<Data = Record<string, unknown>> = {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
};

// The page is served at …/graphiql/, the API at …/graphql.
const ENDPOINT = new URL("../graphql", document.baseURI);

type Operation = { query: string; variables?: unknown; operationName?: string | null };

async function post(operation: Operation, headers: Record<string, string> = {}): Promise<GraphQLResponse> {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json",
      // Proves that no other site sent the request; the server requires it together with the cookie.
      "Acompte-Request": "1",
      ...headers,
    },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as GraphQLResponse;
  } catch {
    const error = new Error(`${response.status} ${response.statusText}: ${text.slice(0, 500) || "empty response"}`);
    delete error.stack; // GraphiQL would display it
    throw error;
  }
}

/** Execute an operation for the page itself. Throws if no field was answered. */
export async function request<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
  const { data, errors } = (await post({ query, variables })) as GraphQLResponse<Data>;
  // One refused field leaves its neighbors in place.
  const isRefused = errors !== undefined && Object.values(data ?? {}).every((value) => value === null);
  if (data == null || isRefused) throw new Error(errors?.[0]?.message ?? "The server returned no data.");
  return data;
}

// The browser sends the session cookie with the handshake; headers of the editor go into `connection_init`.
function subscribe(operation: Operation, headers: Record<string, string> | undefined): ReturnType<Client["iterate"]> {
  const url = new URL(ENDPOINT);
  url.protocol = url.protocol.replace("http", "ws");
  const client = createClient({ url: url.href, connectionParams: headers ?? {}, retryAttempts: 3 });
  const { query, variables, operationName } = operation;
  return client.iterate({
    query,
    variables: (variables ?? undefined) as Record<string, unknown> | undefined,
    operationName: operationName ?? undefined,
  });
}

function isSubscription({ query, operationName }: Operation): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === "subscription";
  } catch {
    return false; // the server reports the syntax error
  }
}

/** GraphiQL's fetcher. Calls `onSessionChange` after an operation that signs in or out. */
export function createFetcher(onSessionChange: () => void): Fetcher {
  return async ({ query, variables, operationName }, options) => {
    const operation = { query, variables, operationName };
    const headers = options?.headers as Record<string, string> | undefined;
    if (isSubscription(operation)) return subscribe(operation, headers) as Awaited<ReturnType<Fetcher>> & object;
    const response = await post(operation, headers);
    if (/\bsign(In|Out)\b/.test(query)) onSessionChange();
    return response as Awaited<ReturnType<Fetcher>> & object;
  };
}
