import { randomUUID } from "node:crypto";

/** The address of the server under test. tests/clients/run.py starts it. */
export const SERVER = process.env.ACOMPTE_URL ?? "";
export const PASSWORD = "correct horse battery";

const nodeFetch = globalThis.fetch;

/** Executes an operation and returns its data. Throws if there are errors. */
export async function execute<Data>(query: string, variables: object, token?: string): Promise<Data> {
  const response = await nodeFetch(`${SERVER}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) {
    throw new Error(JSON.stringify(errors));
  }
  return data;
}

/** Signs in, and returns a token. */
export async function signIn(email: string, password: string): Promise<string> {
  const { signIn } = await execute<{ signIn: { accessToken: string } }>(
    `mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignInPayload { accessToken } } }`,
    { input: { email, password, token: true } },
  );
  return signIn.accessToken;
}

export interface NewClient {
  id: string;
  email: string;
  /** The numbers of its invoices, oldest first. */
  invoiceNumbers: string[];
}

/** Creates a client of the demo firm Lumière, with a user who has accepted their invitation, and with invoices. */
export async function createClient(name: string, invoiceCount = 0): Promise<NewClient> {
  const owner = await signIn("owner@lumiere.test", "acompte-demo");
  const { createClient } = await execute<{ createClient: { client: { id: string } } }>(
    `mutation ($input: CreateClientInput!) { createClient(input: $input) { ... on ClientPayload { client { id } } } }`,
    { input: { name, idempotencyKey: randomUUID() } },
    owner,
  );
  const clientId = createClient.client.id;
  const email = `${name.toLowerCase().replaceAll(" ", "-")}@clients.test`;
  await execute(
    `mutation ($input: InviteClientUserInput!) { inviteClientUser(input: $input) { ... on InvitePayload { invitation { id } } } }`,
    { input: { clientId, email, name: `User of ${name}`, locale: "en", idempotencyKey: randomUUID() } },
    owner,
  );
  await execute(
    `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { ... on SignInPayload { viewer { __typename } } } }`,
    { input: { token: await readInvitationToken(email), password: PASSWORD } },
  );
  const invoiceNumbers: string[] = [];
  while (invoiceNumbers.length < invoiceCount) {
    invoiceNumbers.push(await createInvoice(owner, clientId, `${name} ${invoiceNumbers.length + 1}`));
  }
  return { id: clientId, email, invoiceNumbers };
}

async function createInvoice(owner: string, clientId: string, number: string): Promise<string> {
  const { createInvoice } = await execute<{ createInvoice: { invoice: { number: string } } }>(
    `mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { ... on CreateInvoicePayload { invoice { number } } } }`,
    { input: { clientId, number, lines: [{ description: "Advice", unitPrice: "10.00" }], idempotencyKey: randomUUID() } },
    owner,
  );
  return createInvoice.invoice.number;
}

function readInvitationToken(email: string): Promise<string> {
  return poll(async () => {
    const response = await nodeFetch(`${SERVER}/sandbox/mail.json?to=${encodeURIComponent(email)}`);
    const { mails } = (await response.json()) as { mails: { links: string[] }[] };
    const link = mails.flatMap(({ links }) => links).find((url) => url.includes("/invitation?token="));
    return link === undefined ? undefined : (new URL(link).searchParams.get("token") ?? undefined);
  });
}

export interface Checkout {
  publishableKey: string;
  accountId?: string | null | undefined;
  clientSecret: string;
  apiBase?: string | null | undefined;
}

/** Confirms a payment by a card that always works, as the payer's browser would. Returns the provider's status. */
export async function confirm(checkout: Checkout): Promise<string> {
  const [intent] = checkout.clientSecret.split("_secret_");
  const response = await nodeFetch(`${checkout.apiBase}/v1/payment_intents/${intent}/confirm`, {
    method: "POST",
    headers: { authorization: `Bearer ${checkout.publishableKey}`, "stripe-account": checkout.accountId ?? "" },
    body: new URLSearchParams({ client_secret: checkout.clientSecret, payment_method: "pm_card_visa" }),
  });
  const { status } = (await response.json()) as { status: string };
  return status;
}

/** Prepays as a user of the client, and confirms. Returns when the amount has been credited. */
export async function prepay(token: string, amount: string): Promise<void> {
  const { makePrepayment } = await execute<{ makePrepayment: { prepayment: { id: string; checkout: Checkout } } }>(
    `mutation ($input: MakePrepaymentInput!) {
      makePrepayment(input: $input) {
        ... on MakePrepaymentPayload {
          prepayment { id checkout { ... on StripeCheckout { publishableKey accountId clientSecret apiBase } } }
        }
      }
    }`,
    { input: { amount, method: "CARD", idempotencyKey: randomUUID() } },
    token,
  );
  const { id, checkout } = makePrepayment.prepayment;
  await confirm(checkout);
  await poll(async () => {
    const query = "query ($id: ID!) { node(id: $id) { ... on Prepayment { status } } }";
    const { node } = await execute<{ node: { status: string } }>(query, { id }, token);
    return node.status === "SUCCEEDED" || undefined;
  });
}

/** Calls a function until it returns something. */
async function poll<Value>(read: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await read();
    if (value !== undefined) {
      return value;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
