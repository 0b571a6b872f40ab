import { print } from "graphql";
import { type Client, createClient as createLiveClient } from "graphql-ws";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import * as api from "./generated/graphql";
import { createWebSocketClient } from "./setups/graphql-ws";
import { openNetwork } from "./support/network";
import { createClient, execute, type NewClient, PASSWORD, prepay, SERVER, signIn } from "./support/server";

const ADDRESS = `${SERVER.replace("http", "ws")}/graphql`;
const PORTAL_CHANGES = print(api.PortalChangesDocument);

let account: NewClient;
let token: string;

beforeAll(async () => {
  account = await createClient("Graphql Ws");
  token = await signIn(account.email, PASSWORD);
});

async function readChangesCursor(): Promise<string> {
  const { client } = await execute<{ client: { changesCursor: string } }>(
    "query ($id: ID!) { client(id: $id) { changesCursor } }",
    { id: account.id },
    token,
  );
  return client.changesCursor;
}

/** Subscribes until the end of the test, and returns the balances received so far. */
function watchBalances(client: Client, after: string | null): { balances: string[]; cursors: string[] } {
  const received = { balances: [] as string[], cursors: [] as string[] };
  const unsubscribe = client.subscribe<api.PortalChangesSubscription>(
    { query: PORTAL_CHANGES, variables: { clientId: account.id, after } },
    {
      next: ({ data }) => {
        received.balances.push(data?.clientChanges.client.creditAccount.available.amount ?? "");
        received.cursors.push(data?.clientChanges.cursor ?? "");
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
  onTestFinished(async () => {
    unsubscribe();
    await client.dispose();
  });
  return received;
}

test("subscription: the credits rise", async () => {
  const { balances } = watchBalances(createWebSocketClient(ADDRESS, async () => token), await readChangesCursor());
  await prepay(token, "20.00");
  await vi.waitFor(() => expect(balances.at(-1)).toBe("20.00"), 20_000);
});

test("queries and mutations are refused, and the error says how to send them", async () => {
  const client = createWebSocketClient(ADDRESS, async () => token);
  onTestFinished(() => client.dispose());
  for (const query of ["{ viewer { __typename } }", "mutation { signOut }"]) {
    const result = client.iterate({ query }).next();
    await expect(result).rejects.toMatchObject([
      { message: "Only subscriptions are accepted here. Send queries and mutations by POST." },
    ]);
  }
});

test("resume: after a cursor, everything that changed since is sent first", async () => {
  const cursor = await readChangesCursor();
  await prepay(token, "10.00");
  const first = watchBalances(createWebSocketClient(ADDRESS, async () => token), cursor);
  await vi.waitFor(() => expect(first.balances.at(-1)).toBe("30.00"), 20_000);
  const second = watchBalances(createWebSocketClient(ADDRESS, async () => token), first.cursors.at(-1) ?? "");
  await prepay(token, "10.00");
  await vi.waitFor(() => expect(second.balances.at(-1)).toBe("40.00"), 20_000);
});

test("reconnect: the client subscribes again with the cursor of the page, and misses nothing", async () => {
  const network = await openNetwork();
  onTestFinished(network.close);
  const client = createWebSocketClient(`${network.origin.replace("http", "ws")}/graphql`, async () => token);
  const connected = vi.fn();
  client.on("connected", connected);
  const { balances } = watchBalances(client, await readChangesCursor());
  await prepay(token, "10.00");
  await vi.waitFor(() => expect(balances.at(-1)).toBe("50.00"), 20_000);
  network.cut();
  await prepay(token, "10.00");
  expect(balances.at(-1)).toBe("50.00");
  network.restore();
  await vi.waitFor(() => expect(balances.at(-1)).toBe("60.00"), 20_000);
  expect(connected).toHaveBeenCalledTimes(2);
});

test("a token that is not valid is refused with 4403", async () => {
  const client = createLiveClient({
    url: ADDRESS,
    connectionParams: { authorization: "Bearer nonsense" },
    retryAttempts: 0,
  });
  await expect(client.iterate({ query: PORTAL_CHANGES }).next()).rejects.toMatchObject({ code: 4403 });
});

test("after 4403 the client asks for the token again, and connects", async () => {
  const getToken = vi.fn().mockResolvedValueOnce("expired").mockImplementation(async () => token);
  const { balances } = watchBalances(createWebSocketClient(ADDRESS, getToken), await readChangesCursor());
  await vi.waitFor(() => expect(getToken).toHaveBeenCalledTimes(2), 20_000);
  await prepay(token, "10.00");
  await vi.waitFor(() => expect(balances.at(-1)).toBe("70.00"), 20_000);
});
