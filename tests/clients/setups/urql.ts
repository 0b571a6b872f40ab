import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { createClient } from "graphql-ws";
import schema from "../generated/introspection.json";

const isKeyless = (type: (typeof schema.__schema.types)[number]) => !type.fields?.some(({ name }) => name === "id");
const keyless = schema.__schema.types.filter((type) => type.kind === "OBJECT" && isKeyless(type));

export const createUrqlClient = () => {
  const live = createClient({ url: "/graphql", shouldRetry: () => true });
  return new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchOptions: { credentials: "include", headers: { "Acompte-Request": "1" } },
    exchanges: [
      cacheExchange({
        schema,
        keys: Object.fromEntries(keyless.map(({ name }) => [name, () => null])),
        resolvers: { Client: { invoices: relayPagination() } },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: live.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
};
