import { Client, type ExecutionResult, fetchExchange, subscriptionExchange } from "@urql/core";
import { pipe, subscribe } from "wonka";
import { expect, test, vi } from "vitest";
import { createCacheExchange } from "./cache.ts";

// Plain texts: codegen writes none of them.
const firmName = "query { firm { __typename id name } }";
const changes = "subscription { firmChanges { __typename reload } }";

test("when everything may have changed, what is shown is loaded again", async () => {
  const names = ["Lumière", "Lumière et Cie"];
  const send: ((result: ExecutionResult) => void)[] = [];
  const client = new Client({
    url: "http://localhost/graphql",
    preferGetMethod: false,
    fetch: async () =>
      new Response(JSON.stringify({ data: { firm: { __typename: "Firm", id: "firm", name: names.shift() } } }), {
        headers: { "content-type": "application/json" },
      }),
    exchanges: [
      createCacheExchange(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: () => ({
          subscribe(sink) {
            send.push((result) => sink.next(result));
            return { unsubscribe: () => undefined };
          },
        }),
      }),
    ],
  });
  const shown: string[] = [];
  pipe(
    client.query(firmName, {}),
    subscribe(({ data }) => shown.push(data?.firm.name)),
  );
  await vi.waitFor(() => expect(shown).toEqual(["Lumière"]));

  pipe(
    client.subscription(changes, {}),
    subscribe(() => undefined),
  );
  await vi.waitFor(() => expect(send).toHaveLength(1));
  send[0]?.({ data: { firmChanges: { __typename: "FirmChange", reload: true } } });
  await vi.waitFor(() => expect(shown.at(-1)).toBe("Lumière et Cie"));
});
