import { randomUUID } from "node:crypto";
import { ApolloLink, gql, Observable } from "@apollo/client";
import { createClient as createSseClient } from "graphql-sse";
import { print } from "graphql";
import { beforeAll, expect, test, vi } from "vitest";
import * as api from "./generated/graphql";
import { createApolloClient } from "./setups/apollo";
import { openPage } from "./support/browser";
import { confirm, createClient, type NewClient, PASSWORD, SERVER } from "./support/server";

let account: NewClient;
let apollo: ReturnType<typeof createApolloClient>;

beforeAll(async () => {
  account = await createClient("Apollo", 25);
  openPage(SERVER);
  apollo = createApolloClient();
  const { data } = await apollo.mutate({
    mutation: api.SignInDocument,
    variables: { input: { email: account.email, password: PASSWORD } },
  });
  expect(data?.signIn).toEqual({ __typename: "SignInPayload", viewer: { __typename: "ClientUser" } });
});

async function readHome() {
  const { data } = await apollo.query({ query: api.PortalHomeDocument });
  if (data?.viewer?.__typename !== "ClientUser") {
    throw new Error("not signed in as a client");
  }
  return data.viewer.client;
}

async function prepay(amount: string) {
  const { data } = await apollo.mutate({
    mutation: api.PrepayDocument,
    variables: { amount, method: "CARD", idempotencyKey: randomUUID() },
  });
  if (data?.makePrepayment?.__typename !== "MakePrepaymentPayload") {
    throw new Error(JSON.stringify(data));
  }
  return data.makePrepayment.prepayment;
}

test("query", async () => {
  const home = await readHome();
  expect(home.name).toBe("Apollo");
  expect(home.creditAccount.available.amount).toBe("0.00");
  expect(home.amountDue?.amount).toBe("250.00");
  expect(home.toPay?.totalCount).toBe(25);
});

test("mutation: whatever shows the object is right, without a request", async () => {
  const shell = apollo.watchQuery({ query: api.ShellDocument });
  const names: unknown[] = [];
  const subscription = shell.subscribe(({ data }) => {
    names.push(data?.viewer?.__typename === "ClientUser" ? data.viewer.name : null);
  });
  await vi.waitFor(() => expect(names.at(-1)).toBe("User of Apollo"));
  const requests = vi.spyOn(globalThis, "fetch");
  await apollo.mutate({ mutation: api.UpdateProfileDocument, variables: { name: "Ada" } });
  await vi.waitFor(() => expect(names.at(-1)).toBe("Ada"));
  expect(requests).toHaveBeenCalledOnce();
  subscription.unsubscribe();
});

test("an object without an id is merged, and not replaced by one with fewer fields", async () => {
  await apollo.query({
    query: api.AvailableDocument,
    variables: { clientId: account.id },
    fetchPolicy: "network-only",
  });
  const home = apollo.readQuery({ query: api.PortalHomeDocument });
  expect(home?.viewer).toMatchObject({
    client: { creditAccount: { available: { amount: "0.00", currencyCode: "EUR" } } },
  });
});

test("an expected error is data", async () => {
  const { data } = await apollo.mutate({
    mutation: api.PrepayDocument,
    variables: { amount: "0.01", method: "CARD", idempotencyKey: randomUUID() },
  });
  expect(data?.makePrepayment).toMatchObject({
    __typename: "AmountOutOfRange",
    message: expect.stringContaining("10.00"),
  });
});

test("a list of three pages grows into one", async () => {
  const pages = apollo.watchQuery({
    query: api.ClientInvoicesDocument,
    variables: { clientId: account.id, first: 10 },
  });
  const read = () => pages.getCurrentResult().data?.client?.invoices;
  const subscription = pages.subscribe(() => undefined);
  await vi.waitFor(() => expect(read()?.edges).toHaveLength(10));
  for (const count of [20, 25]) {
    expect(read()?.pageInfo?.hasNextPage).toBe(true);
    await pages.fetchMore({ variables: { after: read()?.pageInfo?.endCursor ?? null } });
    await vi.waitFor(() => expect(read()?.edges).toHaveLength(count));
  }
  expect(read()?.pageInfo?.hasNextPage).toBe(false);
  expect(read()?.edges?.map((edge) => edge?.node?.number)).toEqual(account.invoiceNumbers.toReversed());
  subscription.unsubscribe();
});

test("live changes by graphql-ws: the credits rise, without a request", async () => {
  const home = apollo.watchQuery({ query: api.PortalHomeDocument, fetchPolicy: "network-only" });
  const balances: unknown[] = [];
  const page = home.subscribe(({ data }) => {
    const viewer = data?.viewer;
    balances.push(viewer?.__typename === "ClientUser" ? viewer.client?.creditAccount?.available?.amount : null);
  });
  await vi.waitFor(() => expect(balances.at(-1)).toBe("0.00"));
  const { changesCursor } = await readHome();
  const changes = apollo
    .subscribe({ query: api.PortalChangesDocument, variables: { clientId: account.id, after: changesCursor } })
    .subscribe(() => undefined);
  const requests = vi.spyOn(globalThis, "fetch");
  const prepayment = await prepay("20.00");
  expect(prepayment.status).toBe("REQUIRES_ACTION");
  expect(await confirm(prepayment.checkout!)).toBe("succeeded");
  await vi.waitFor(() => expect(balances.at(-1)).toBe("20.00"), 20_000);
  expect(requests).toHaveBeenCalledOnce();
  const fragment = gql`fragment Settled on Prepayment { status remaining { amount } }`;
  expect(apollo.readFragment({ id: `Prepayment:${prepayment.id}`, fragment })).toMatchObject({
    status: "SUCCEEDED",
    remaining: { amount: "20.00" },
  });
  changes.unsubscribe();
  page.unsubscribe();
});

test("live changes by server-sent events", async () => {
  const sse = createSseClient({ url: "/graphql", headers: { "Acompte-Request": "1" }, credentials: "include" });
  const { changesCursor } = await readHome();
  const available: unknown[] = [];
  apollo.setLink(
    ApolloLink.split(
      ({ operationType }) => operationType === "subscription",
      new ApolloLink(
        ({ operationName, query, variables }) =>
          new Observable((sink) =>
            sse.subscribe({ operationName: operationName ?? "", query: print(query), variables }, sink as never),
          ),
      ),
      apollo.link,
    ),
  );
  const changes = apollo
    .subscribe({ query: api.PortalChangesDocument, variables: { clientId: account.id, after: changesCursor } })
    .subscribe(({ data }) => available.push(data?.clientChanges.client.creditAccount.available.amount));
  await confirm((await prepay("10.00")).checkout!);
  await vi.waitFor(() => expect(available.at(-1)).toBe("30.00"), 20_000);
  changes.unsubscribe();
});
