import { randomUUID } from "node:crypto";
import { Client, fetchExchange, type OperationResult } from "@urql/core";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import * as api from "./generated/graphql";
import { createUrqlClient } from "./setups/urql";
import { openPage } from "./support/browser";
import { confirm, createClient, type NewClient, PASSWORD, SERVER } from "./support/server";

let account: NewClient;
let urql: Client;

beforeAll(async () => {
  account = await createClient("Urql", 25);
  openPage(SERVER);
  urql = createUrqlClient();
  const { data } = await urql.mutation(api.SignInDocument, { input: { email: account.email, password: PASSWORD } });
  expect(data?.signIn).toEqual({ __typename: "SignInPayload", viewer: { __typename: "ClientUser" } });
});

/** Keeps a query or subscription until the end of the test, and returns its results so far. */
function watch<Data>(source: { subscribe(next: (result: OperationResult<Data>) => void): { unsubscribe(): void } }) {
  const results: OperationResult<Data>[] = [];
  const subscription = source.subscribe((result) => results.push(result));
  onTestFinished(() => subscription.unsubscribe());
  return results;
}

async function readHome() {
  const { data } = await urql.query(api.PortalHomeDocument, {}, { requestPolicy: "network-only" });
  if (data?.viewer?.__typename !== "ClientUser") {
    throw new Error("not signed in as a client");
  }
  return data.viewer.client;
}

async function prepay(amount: string) {
  const { data } = await urql.mutation(api.PrepayDocument, { amount, method: "CARD", idempotencyKey: randomUUID() });
  if (data?.makePrepayment?.__typename !== "MakePrepaymentPayload") {
    throw new Error(JSON.stringify(data));
  }
  return data.makePrepayment.prepayment;
}

test("query", async () => {
  const home = await readHome();
  expect(home.name).toBe("Urql");
  expect(home.creditAccount.available.amount).toBe("0.00");
  expect(home.amountDue?.amount).toBe("250.00");
  expect(home.toPay?.totalCount).toBe(25);
});

test("mutation: whatever shows the object is right, without a request", async () => {
  const shells = watch(urql.query(api.ShellDocument, {}));
  await vi.waitFor(() => expect(shells.at(-1)?.data?.viewer).toMatchObject({ name: "User of Urql" }));
  const requests = vi.spyOn(globalThis, "fetch");
  await urql.mutation(api.UpdateProfileDocument, { name: "Ada" });
  await vi.waitFor(() => expect(shells.at(-1)?.data?.viewer).toMatchObject({ name: "Ada" }));
  expect(requests).toHaveBeenCalledOnce();
});

test("an expected error is data", async () => {
  const { data } = await urql.mutation(api.PrepayDocument, {
    amount: "0.01",
    method: "CARD",
    idempotencyKey: randomUUID(),
  });
  expect(data?.makePrepayment).toMatchObject({
    __typename: "AmountOutOfRange",
    message: expect.stringContaining("10.00"),
  });
});

test("a list of three pages grows into one", async () => {
  let after: string | null = null;
  for (const count of [10, 20, 25]) {
    const { data }: OperationResult<api.ClientInvoicesQuery> = await urql.query(api.ClientInvoicesDocument, {
      clientId: account.id,
      first: 10,
      after,
    });
    expect(data?.client?.invoices?.edges).toHaveLength(count);
    after = data?.client?.invoices?.pageInfo.endCursor ?? null;
    expect(data?.client?.invoices?.pageInfo.hasNextPage).toBe(count < 25);
    if (count === 25) {
      const numbers = data?.client?.invoices?.edges.map(({ node }) => node.number);
      expect(numbers).toEqual(account.invoiceNumbers.toReversed());
    }
  }
});

test("schema awareness: what is cached is shown, with null for what is not", async () => {
  const { data } = await urql.query(
    api.ClientReferenceDocument,
    { clientId: account.id },
    { requestPolicy: "cache-only" },
  );
  expect(data?.client).toEqual({ id: account.id, name: "Urql", reference: null });
});

test("live changes by graphql-ws: the credits rise, without a request", async () => {
  const { changesCursor } = await readHome();
  const homes = watch(urql.query(api.PortalHomeDocument, {}));
  const balance = () => {
    const viewer = homes.at(-1)?.data?.viewer;
    return viewer?.__typename === "ClientUser" ? viewer.client.creditAccount.available.amount : null;
  };
  watch(urql.subscription(api.PortalChangesDocument, { clientId: account.id, after: changesCursor }));
  expect(balance()).toBe("0.00");
  const requests = vi.spyOn(globalThis, "fetch");
  const prepayment = await prepay("20.00");
  expect(prepayment.status).toBe("REQUIRES_ACTION");
  expect(await confirm(prepayment.checkout!)).toBe("succeeded");
  await vi.waitFor(() => expect(balance()).toBe("20.00"), 20_000);
  expect(requests).toHaveBeenCalledOnce();
});

test("live changes by server-sent events, which fetchExchange reads by itself", async () => {
  const { changesCursor } = await readHome();
  const live = new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetchSubscriptions: true,
    fetchOptions: { credentials: "include", headers: { "Acompte-Request": "1" } },
    exchanges: [fetchExchange],
  });
  const changes = watch(live.subscription(api.PortalChangesDocument, { clientId: account.id, after: changesCursor }));
  await confirm((await prepay("10.00")).checkout!);
  await vi.waitFor(
    () => expect(changes.at(-1)?.data?.clientChanges.client.creditAccount.available.amount).toBe("30.00"),
    20_000,
  );
});
