import { createClient } from "graphql-ws";
import { Environment, Network, Observable, RecordSource, Store } from "relay-runtime";

export const createRelayEnvironment = () => {
  const live = createClient({ url: "/graphql", shouldRetry: () => true });
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text }, variables) => {
        const response = await fetch("/graphql", {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json", "Acompte-Request": "1" },
          body: JSON.stringify({ query: text, variables }),
        });
        return response.json();
      },
      ({ text }, variables) =>
        Observable.create((sink) => live.subscribe({ query: text ?? "", variables }, sink as never)),
    ),
  });
};
