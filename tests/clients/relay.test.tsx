import "./support/document";
import { randomUUID } from "node:crypto";
import { Suspense } from "react";
import { createRoot } from "react-dom/client";
import { RelayEnvironmentProvider, useLazyLoadQuery, usePaginationFragment } from "react-relay";
import { commitMutation, fetchQuery, type MutationParameters, requestSubscription } from "relay-runtime";
import type { GraphQLTaggedNode } from "relay-runtime";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { relayChangesSubscription } from "./generated/relay/relayChangesSubscription.graphql";
import type { relayHomeQuery } from "./generated/relay/relayHomeQuery.graphql";
import type { relayInvoices_client$key } from "./generated/relay/relayInvoices_client.graphql";
import type { relayInvoicesPaginationQuery } from "./generated/relay/relayInvoicesPaginationQuery.graphql";
import type { relayPrepayMutation } from "./generated/relay/relayPrepayMutation.graphql";
import type { relayPrepaymentQuery } from "./generated/relay/relayPrepaymentQuery.graphql";
import type { relaySignInMutation } from "./generated/relay/relaySignInMutation.graphql";
import type { relayUpdateProfileMutation } from "./generated/relay/relayUpdateProfileMutation.graphql";
import * as operations from "./operations/relay";
import { createRelayEnvironment } from "./setups/relay";
import { openPage } from "./support/browser";
import { confirm, createClient, type NewClient, PASSWORD, SERVER } from "./support/server";

let account: NewClient;
let environment: ReturnType<typeof createRelayEnvironment>;

beforeAll(async () => {
  account = await createClient("Relay", 25);
  openPage(SERVER);
  environment = createRelayEnvironment();
  const { signIn } = await mutate<relaySignInMutation>(operations.signIn, {
    input: { email: account.email, password: PASSWORD },
  });
  expect(signIn?.__typename).toBe("SignInPayload");
});

function mutate<Mutation extends MutationParameters>(
  mutation: GraphQLTaggedNode,
  variables: Mutation["variables"],
): Promise<Mutation["response"]> {
  return new Promise((resolve, reject) => {
    commitMutation<Mutation>(environment, { mutation, variables, onCompleted: resolve, onError: reject });
  });
}

async function readHome() {
  const data = await fetchQuery<relayHomeQuery>(environment, operations.home, {}).toPromise();
  if (data?.viewer?.__typename !== "ClientUser") {
    throw new Error("not signed in as a client");
  }
  return data.viewer;
}

function Home() {
  const { viewer } = useLazyLoadQuery<relayHomeQuery>(operations.home, {});
  return viewer?.__typename === "ClientUser" ? (
    <>
      <h1>{viewer.name}</h1>
      <output>{viewer.client.creditAccount.available.amount}</output>
      <Invoices client={viewer.client} />
    </>
  ) : null;
}

function Invoices({ client }: { client: relayInvoices_client$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment<relayInvoicesPaginationQuery, relayInvoices_client$key>(
    operations.invoices,
    client,
  );
  return (
    <>
      {data.invoices?.edges.map(({ node }) => <li key={node.id}>{node.number}</li>)}
      {hasNext && <button onClick={() => loadNext(10)}>More</button>}
    </>
  );
}

/** Shows the home page, until the end of the test. */
async function openHome(): Promise<void> {
  document.body.innerHTML = "<main></main>";
  const root = createRoot(document.querySelector("main")!);
  onTestFinished(() => root.unmount());
  root.render(
    <RelayEnvironmentProvider environment={environment}>
      <Suspense fallback="Loading">
        <Home />
      </Suspense>
    </RelayEnvironmentProvider>,
  );
  await vi.waitFor(() => expect(texts("h1")).not.toEqual([]));
}

const texts = (selector: string) => Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent);

test("query", async () => {
  const { name, client } = await readHome();
  expect([name, client.name]).toEqual(["User of Relay", "Relay"]);
  expect(client.creditAccount.available).toEqual({ amount: "0.00", currencyCode: "EUR" });
  expect(client.amountDue).toEqual({ amount: "250.00" });
});

test("a list of three pages grows into one: @connection, and @refetchable by node(id:)", async () => {
  await openHome();
  for (const count of [10, 20]) {
    await vi.waitFor(() => expect(texts("li")).toHaveLength(count));
    document.querySelector("button")!.click();
  }
  await vi.waitFor(() => expect(texts("li")).toEqual(account.invoiceNumbers.toReversed()));
  expect(texts("button")).toEqual([]);
});

test("mutation: whatever shows the object is right, without a request", async () => {
  await openHome();
  expect(texts("h1")).toEqual(["User of Relay"]);
  const requests = vi.spyOn(globalThis, "fetch");
  await mutate<relayUpdateProfileMutation>(operations.updateProfile, { name: "Ada" });
  await vi.waitFor(() => expect(texts("h1")).toEqual(["Ada"]));
  expect(requests).toHaveBeenCalledOnce();
});

test("an expected error is data", async () => {
  const { makePrepayment } = await mutate<relayPrepayMutation>(operations.prepay, {
    amount: "0.01",
    idempotencyKey: randomUUID(),
  });
  expect(makePrepayment).toMatchObject({ __typename: "AmountOutOfRange", message: expect.stringContaining("10.00") });
});

test("live changes: the credits rise, without a request", async () => {
  await openHome();
  expect(texts("output")).toEqual(["0.00"]);
  const { client } = await readHome();
  const changes = requestSubscription<relayChangesSubscription>(environment, {
    subscription: operations.changes,
    variables: { clientId: client.id, after: client.changesCursor },
  });
  const requests = vi.spyOn(globalThis, "fetch");
  const { makePrepayment } = await mutate<relayPrepayMutation>(operations.prepay, {
    amount: "20.00",
    idempotencyKey: randomUUID(),
  });
  const prepayment = makePrepayment?.prepayment;
  expect(prepayment?.status).toBe("REQUIRES_ACTION");
  expect(await confirm(prepayment?.checkout as Parameters<typeof confirm>[0])).toBe("succeeded");
  await vi.waitFor(() => expect(texts("output")).toEqual(["20.00"]), 20_000);
  expect(requests).toHaveBeenCalledOnce();
  changes.dispose();

  const cached = fetchQuery<relayPrepaymentQuery>(
    environment,
    operations.prepayment,
    { id: prepayment?.id ?? "" },
    { fetchPolicy: "store-or-network" },
  );
  expect(await cached.toPromise()).toEqual({ node: { status: "SUCCEEDED", amount: { amount: "20.00" } } });
});
