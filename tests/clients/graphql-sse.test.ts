import { randomUUID } from "node:crypto";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import type { Client } from "graphql-sse";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import * as api from "./generated/graphql";
import { createEventStreamClient } from "./setups/graphql-sse";
import { openNetwork } from "./support/network";
import { createClient, type NewClient, PASSWORD, prepay, SERVER, signIn } from "./support/server";

let account: NewClient;
let token: string;
let client: Client;

beforeAll(async () => {
  account = await createClient("Graphql Sse", 25);
  token = await signIn(account.email, PASSWORD);
  client = createEventStreamClient(`${SERVER}/graphql`, token);
});

/** Executes a query or mutation. */
async function run<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { value } = await client.iterate<Data>({ query: print(document), variables }).next();
  expect(value?.errors).toBeUndefined();
  return value?.data as Data;
}

async function readHome() {
  const { viewer } = await run(api.PortalHomeDocument, {});
  if (viewer?.__typename !== "ClientUser") {
    throw new Error("not signed in as a client");
  }
  return viewer.client;
}

/** Subscribes until the end of the test, and returns what is received. */
function watchChanges(client: Client, after: string | null) {
  const received = { balances: [] as string[], cursors: [] as string[] };
  const unsubscribe = client.subscribe<api.PortalChangesSubscription>(
    { query: print(api.PortalChangesDocument), variables: { clientId: account.id, after } },
    {
      next: ({ data }) => {
        received.balances.push(data?.clientChanges.client.creditAccount.available.amount ?? "");
        received.cursors.push(data?.clientChanges.cursor ?? "");
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
  onTestFinished(unsubscribe);
  return received;
}

test("query", async () => {
  const home = await readHome();
  expect(home.name).toBe("Graphql Sse");
  expect(home.creditAccount.available.amount).toBe("0.00");
  expect(home.amountDue?.amount).toBe("250.00");
});

test("mutation: a prepayment, and an expected error, which is data", async () => {
  const variables = { method: "CARD" as const, idempotencyKey: randomUUID() };
  const { makePrepayment } = await run(api.PrepayDocument, { ...variables, amount: "20.00" });
  expect(makePrepayment).toMatchObject({
    __typename: "MakePrepaymentPayload",
    prepayment: { status: "REQUIRES_ACTION" },
  });
  const refused = await run(api.PrepayDocument, { method: "CARD", idempotencyKey: randomUUID(), amount: "0.01" });
  expect(refused.makePrepayment).toMatchObject({ __typename: "AmountOutOfRange" });
});

test("a list of three pages", async () => {
  const numbers: string[] = [];
  let after: string | null = null;
  for (const isLast of [false, false, true]) {
    const { client }: api.ClientInvoicesQuery = await run(api.ClientInvoicesDocument, {
      clientId: account.id,
      first: 10,
      after,
    });
    numbers.push(...(client?.invoices?.edges.map(({ node }) => node.number) ?? []));
    after = client?.invoices?.pageInfo.endCursor ?? null;
    expect(client?.invoices?.pageInfo.hasNextPage).toBe(!isLast);
  }
  expect(numbers).toEqual(account.invoiceNumbers.toReversed());
});

test("subscription: the credits rise; resume after a cursor", async () => {
  const { changesCursor } = await readHome();
  const first = watchChanges(client, changesCursor);
  await prepay(token, "20.00");
  await vi.waitFor(() => expect(first.balances.at(-1)).toBe("20.00"), 20_000);
  const cursor = first.cursors.at(-1) ?? "";
  await prepay(token, "10.00");
  const resumed = watchChanges(client, cursor);
  await vi.waitFor(() => expect(resumed.balances.at(-1)).toBe("30.00"), 20_000);
});

test("reconnect: the client subscribes again with the cursor of the page, and misses nothing", async () => {
  const network = await openNetwork();
  onTestFinished(network.close);
  const { changesCursor } = await readHome();
  const { balances } = watchChanges(createEventStreamClient(`${network.origin}/graphql`, token), changesCursor);
  await prepay(token, "10.00");
  await vi.waitFor(() => expect(balances.at(-1)).toBe("40.00"), 20_000);
  network.cut();
  await prepay(token, "10.00");
  expect(balances.at(-1)).toBe("40.00");
  network.restore();
  await vi.waitFor(() => expect(balances.at(-1)).toBe("50.00"), 20_000);
});

test("a token that is not valid is nobody's: the subscription is refused", async () => {
  const stranger = createEventStreamClient(`${SERVER}/graphql`, "nonsense");
  const variables = { clientId: account.id };
  const results = stranger.iterate({ query: print(api.PortalChangesDocument), variables });
  expect((await results.next()).value?.errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  expect((await results.next()).done).toBe(true);
});
