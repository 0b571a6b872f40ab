// Variables of examples contain placeholders such as "{{invoice.payable.id|id of an invoice}}". When an example is opened,
// lookup queries find the first suitable object that the viewer can see. The text after the bar is the default.

import clientQuery from "../examples/lookups/client.graphql?raw";
import entryQuery from "../examples/lookups/entry.graphql?raw";
import invoiceQuery from "../examples/lookups/invoice.graphql?raw";
import moneyBackQuery from "../examples/lookups/money-back.graphql?raw";
import paymentQuery from "../examples/lookups/payment.graphql?raw";
import { request } from "./api";

type Connection<Node> = { edges: { node: Node }[] };
type Amount = { amount: string };
type Client = {
  id: string;
  name: string;
  creditAccount: { available: Amount };
  prepaymentOffer: {
    available: boolean;
    methods: string[];
    minimum: Amount | null;
    maximum: Amount | null;
    suggestedAmount: Amount | null;
  };
};
type Invoice = {
  id: string;
  number: string;
  amountPaid: Amount;
  amountPending: Amount;
  amountPayable: Amount;
  client: { id: string; creditAccount: { available: Amount } };
};
type ViewerOf<Firm, Own> = { viewer: { firm?: Firm; client?: Own } | null };

const nodes = <Node>(connection: Connection<Node> | null | undefined): Node[] =>
  connection?.edges.map((edge) => edge.node) ?? [];

/** "250.00" is 25000 minor units with 2 decimals. */
function toMinor(amount: string): [units: bigint, digits: number] {
  const [whole = "0", fraction = ""] = amount.split(".");
  return [BigInt(whole + fraction), fraction.length];
}
const units = (money: Amount): bigint => toMinor(money.amount)[0];

function formatMinor(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** About half of the amount, in whole units if it has any. */
function half(amount: string): string {
  const [total, digits] = toMinor(amount);
  const one = 10n ** BigInt(digits);
  const part = total / 2n;
  return formatMinor(part > one ? part - (part % one) : part || total, digits);
}

const smaller = (a: Amount, b: Amount): string => (units(a) < units(b) ? a.amount : b.amount);

async function clients(): Promise<Client[]> {
  const { viewer } = await request<ViewerOf<{ clients: Connection<Client> | null }, Client>>(clientQuery);
  return viewer?.client ? [viewer.client] : nodes(viewer?.firm?.clients);
}

async function invoices(...status: string[]): Promise<Invoice[]> {
  type Has = { invoices: Connection<Invoice> | null };
  const { viewer } = await request<ViewerOf<Has, Has>>(invoiceQuery, { status });
  return nodes((viewer?.firm ?? viewer?.client)?.invoices);
}

async function payments(kind: "prepayments" | "payments", status?: string[]): Promise<{ id: string }[]> {
  type Has = Record<"prepayments" | "payments", Connection<{ id: string }> | null>;
  const { viewer } = await request<ViewerOf<Has, Has>>(paymentQuery, { status });
  return nodes((viewer?.firm ?? viewer?.client)?.[kind]);
}

type RefundablePayment = { id: string; status?: string; refundable: Amount };

async function recentPayments(kind: "prepayments" | "payments"): Promise<RefundablePayment[]> {
  type Has = Record<"prepayments" | "payments", Connection<RefundablePayment> | null>;
  const { viewer } = await request<ViewerOf<Has, Has>>(moneyBackQuery);
  return nodes(viewer?.firm?.[kind]);
}

async function refundable(kind: "prepayments" | "payments"): Promise<Values> {
  const payment = (await recentPayments(kind)).find((candidate) => units(candidate.refundable) > 0n);
  return payment === undefined ? {} : { id: payment.id, part: half(payment.refundable.amount) };
}

const REVERSIBLE = ["CREDIT_NOTE", "OFFLINE_PAYMENT"];

async function reversible(): Promise<Values> {
  type Entry = { id: string; kind: string; remaining: Amount | null };
  type Has = { clients: Connection<{ creditAccount: { entries: Connection<Entry> } }> | null };
  const { viewer } = await request<ViewerOf<Has, Has>>(entryQuery);
  const entries = nodes(viewer?.firm?.clients).flatMap((client) => nodes(client.creditAccount.entries));
  const unspent = ({ kind, remaining }: Entry) => REVERSIBLE.includes(kind) && remaining !== null && units(remaining) > 0n;
  return { id: entries.find(unspent)?.id };
}

type Values = Record<string, string | undefined>;

function prepaymentValues(client: Client | undefined): Values {
  if (client === undefined) return {};
  const { suggestedAmount, minimum, maximum, methods } = client.prepaymentOffer;
  const [, digits] = toMinor(client.creditAccount.available.amount);
  const withinLimits = (value: bigint): string => {
    const raised = minimum && value < units(minimum) ? units(minimum) : value;
    return formatMinor(maximum && raised > units(maximum) ? units(maximum) : raised, digits);
  };
  const hundred = 100n * 10n ** BigInt(digits);
  const first = suggestedAmount && units(suggestedAmount) > 0n ? units(suggestedAmount) : hundred;
  return { id: client.id, amount: withinLimits(first), otherAmount: withinLimits(first + hundred), method: methods[0] };
}

function paymentValues(invoice: Invoice | undefined): Values {
  if (invoice === undefined) return {};
  const credits = invoice.client.creditAccount.available;
  const part = half(units(credits) > 0n ? smaller(invoice.amountPayable, credits) : invoice.amountPayable.amount);
  return { id: invoice.id, part };
}

const payable = async (): Promise<Invoice[]> =>
  (await invoices("UNPAID", "PARTIALLY_PAID")).filter((invoice) => units(invoice.amountPayable) > 0n);
const creditsOf = (invoice: Invoice): bigint => units(invoice.client.creditAccount.available);

/** Values for placeholders, by the part of the name before the last dot. */
const sources: Record<string, () => Promise<Values>> = {
  "client.any": async () => ({ id: (await clients())[0]?.id }),
  "client.inCredit": async () => {
    const candidates = await clients();
    return { id: (candidates.find((client) => units(client.creditAccount.available) > 0n) ?? candidates[0])?.id };
  },
  "client.offered": async () => {
    const candidates = await clients();
    return prepaymentValues(candidates.find((client) => client.prepaymentOffer.available) ?? candidates[0]);
  },
  "invoice.any": async () => ({ id: (await invoices("UNPAID", "PARTIALLY_PAID", "PAID"))[0]?.id }),
  "invoice.draft": async () => ({ id: (await invoices("DRAFT"))[0]?.id }),
  "invoice.paid": async () => ({ id: (await invoices("PAID"))[0]?.id }),
  "invoice.voidable": async () => ({
    id: (await invoices("UNPAID")).find((invoice) => units(invoice.amountPending) === 0n)?.id,
  }),
  "invoice.payable": async () => paymentValues((await payable())[0]),
  "invoice.untouched": async () =>
    paymentValues((await payable()).find((invoice) => units(invoice.amountPaid) + units(invoice.amountPending) === 0n)),
  "invoice.inCredit": async () => paymentValues((await payable()).find((invoice) => creditsOf(invoice) > 0n)),
  "invoice.beyondCredits": async () => {
    const short = (await payable()).filter((invoice) => creditsOf(invoice) < units(invoice.amountPayable));
    return paymentValues(short.find((invoice) => creditsOf(invoice) > 0n) ?? short[0]);
  },
  "prepayment.latest": async () => ({ id: (await payments("prepayments"))[0]?.id }),
  "payment.latest": async () => ({ id: (await payments("payments"))[0]?.id }),
  "prepayment.refundable": () => refundable("prepayments"),
  "payment.refundable": () => refundable("payments"),
  "payment.processing": async () => ({ id: (await recentPayments("payments")).find((payment) => payment.status === "PROCESSING")?.id }),
  "entry.reversible": reversible,
  "waiting.latest": async () => {
    const waiting = ["REQUIRES_ACTION"];
    return { id: (await payments("prepayments", waiting))[0]?.id ?? (await payments("payments", waiting))[0]?.id };
  },
  fresh: () => Promise.resolve({ key: newKey() }),
  date: () => Promise.resolve({ inThirtyDays: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) }),
};

export function newKey(): string {
  // randomUUID exists on https and localhost only.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PLACEHOLDER = /\{\{([\w.]+)\.(\w+)(?:\|([^}]*))?\}\}/g;

/** Text for the variables tab, with a comment on top if a placeholder could not be filled. */
export async function fillVariables(variables: Record<string, unknown> | undefined, overrides: Record<string, unknown> = {}): Promise<string> {
  if (variables === undefined) return "";
  const values: Record<string, Values> = {};
  const text = JSON.stringify({ ...variables, ...overrides }, null, 2);
  const names = new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ""));
  let failure = "";
  await Promise.all(
    [...names].map(async (name) => {
      try {
        values[name] = (await sources[name]?.()) ?? {};
      } catch (error) {
        failure = ` (${error instanceof Error ? error.message : String(error)})`;
      }
    }),
  );
  const missing = new Set<string>();
  const filled = text.replace(PLACEHOLDER, (_, source: string, field: string, fallback = "") => {
    const value = values[source]?.[field];
    if (value !== undefined) return JSON.stringify(value).slice(1, -1);
    if (field === "id") missing.add(fallback);
    return fallback;
  });
  if (missing.size === 0) return filled;
  return `// Fill in: ${[...missing].join(", ")}. The signed-in user can see no suitable object${failure}.\n${filled}`;
}
