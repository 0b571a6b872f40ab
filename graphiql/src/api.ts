import type { Fetcher } from "@graphiql/toolkit";
import { getOperationAST, parse } from "graphql";
import { type Client, createClient } from "graphql-ws";

export type Answer<Data = Record<string, unknown>> = {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
};

// The page lies at …/graphiql/, the API beside it at …/graphql.
const ENDPOINT = new URL("../graphql", document.baseURI);

type Operation = { query: string; variables?: unknown; operationName?: string | null };

async function post(operation: Operation, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    credentials: "same-origin",
    cache: "no-store",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json",
      // No form and no link of another site can send this: the server asks for it with cookies.
      "Acompte-Request": "1",
      ...headers,
    },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer;
  } catch {
    const error = new Error(`${response.status} ${response.statusText}: ${text.slice(0, 500) || "an empty answer"}`);
    delete error.stack; // GraphiQL would show it
    throw error;
  }
}

/** Ask something for the page itself. */
export async function ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
  const answer = (await post({ query, variables })) as Answer<Data>;
  const { data, errors } = answer;
  // A refusal of one field leaves its neighbours; a refusal of all of them is no answer.
  const isRefused = errors !== undefined && Object.values(data ?? {}).every((value) => value === null);
  if (data == null || isRefused) throw new Error(errors?.[0]?.message ?? "The server gave no answer.");
  return data;
}

// Opened with the first subscription, closed with the last. The browser sends the session's cookie with it; headers of
// the editor go into the first message, as apps send them.
function follow(operation: Operation, headers: Record<string, string> | undefined): ReturnType<Client["iterate"]> {
  const address = new URL(ENDPOINT);
  address.protocol = address.protocol.replace("http", "ws");
  const client = createClient({ url: address.href, connectionParams: headers ?? {}, retryAttempts: 3 });
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
    return false; // the server says what is wrong
  }
}

/** What the editors send. `onSession` hears when somebody signed in or out by hand. */
export function createFetcher(onSession: () => void): Fetcher {
  return async ({ query, variables, operationName }, options) => {
    const operation = { query, variables, operationName };
    const headers = options?.headers as Record<string, string> | undefined;
    if (isSubscription(operation)) return follow(operation, headers) as Awaited<ReturnType<Fetcher>> & object;
    const answer = await post(operation, headers);
    if (/\bsign(In|Out)\b/.test(query)) onSession();
    return answer as Awaited<ReturnType<Fetcher>> & object;
  };
}
