import { Client, type CombinedError, fetchExchange, mapExchange, subscriptionExchange } from "@urql/core";
import { retryExchange } from "@urql/exchange-retry";
import { createClient as createSocket } from "graphql-ws";
import { createCacheExchange } from "./cache.ts";
import { setConnectionLost } from "./connection.ts";
import { trustedDocumentsExchange } from "./trustedDocuments.ts";

type Options = {
  locale(): string;
  /** Called when an answer says that the viewer is not signed in. */
  onSignedOut(): void;
  /** Called when the server refuses live changes: another viewer is signed in, or the cursor is too old to continue. */
  onChangesRefused(): void;
};

/** The code with which the server closes a socket whose session has ended. */
const forbidden = 4403;

/** A client with an empty cache. */
export function createClient({ locale, onSignedOut, onChangesRefused }: Options): Client & { dispose(): void } {
  const socket = createSocket({
    url: () => `${location.origin.replace(/^http/, "ws")}/graphql`,
    // Whoever subscribes starts anew after the last cursor; a retry of the socket would start after the first.
    retryAttempts: 0,
    // It takes no operation without a text; the server takes no text with an id.
    jsonMessageReplacer: (name, value) => (name === "query" && value === "" ? undefined : value),
  });
  const client = new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: () => ({ headers: { "Acompte-Request": "1", "Accept-Language": locale() } }),
    exchanges: [
      createCacheExchange(),
      mapExchange({
        onResult(result) {
          if (result.operation.kind !== "subscription" && !result.error?.networkError) setConnectionLost(false);
          if (isSignedOut(result.error)) onSignedOut();
          else if (result.operation.kind === "subscription" && isRefused(result.error)) onChangesRefused();
        },
      }),
      retryExchange({
        initialDelayMs: 500,
        maxDelayMs: 8000,
        maxNumberAttempts: Number.POSITIVE_INFINITY,
        retryIf(error, operation) {
          if (!error.networkError || operation.kind === "subscription") return false;
          setConnectionLost(true);
          return operation.kind === "query";
        },
      }),
      // In development, the server does not know them yet.
      ...(import.meta.env.PROD ? [trustedDocumentsExchange] : []),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (body) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ ...body, query: body.query ?? "" }, sink as never),
          }),
        }),
      }),
    ],
  });
  return Object.assign(client, { dispose: () => void socket.dispose() });
}

const hasCode = (error: CombinedError | undefined, ...codes: unknown[]): boolean =>
  error?.graphQLErrors.some(({ extensions }) => codes.includes(extensions?.code)) ?? false;

const isSignedOut = (error: CombinedError | undefined): boolean =>
  hasCode(error, "UNAUTHENTICATED") || (error?.networkError as { code?: unknown } | undefined)?.code === forbidden;

const isRefused = (error: CombinedError | undefined): boolean =>
  hasCode(error, "FORBIDDEN", "NOT_FOUND", "BAD_USER_INPUT");
