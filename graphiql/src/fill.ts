// An example's variables name what they need, as "{{invoice.payable.id|id of an invoice}}". On opening it, small queries look for
// the first suitable one that whoever is signed in can see. What is not found stays as the words after the bar.

import clientQuery from "../examples/lookups/client.graphql?raw";
import entryQuery from "../examples/lookups/entry.graphql?raw";
import invoiceQuery from "../examples/lookups/invoice.graphql?raw";
import moneyBackQuery from "../examples/lookups/money-back.graphql?raw";
import paymentQuery from "../examples/lookups/payment.graphql?raw";
import { ask } from "./api";

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

// Exact amounts: "250.00" is 25000 of 2 digits.
function minor(amount: string): [units: bigint, digits: number] {
  const [whole = "0", fraction = ""] = amount.split(".");
  return [BigInt(whole + fraction), fraction.length];
}
const units = (money: Amount): bigint => minor(money.amount)[0];

function written(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** About a half, in whole units where there are some. */
function half(amount: string): string {
  const [all, digits] = minor(amount);
  const one = 10n ** BigInt(digits);
  const part = all / 2n;
  return written(part > one ? part - (part % one) : part || all, digits);
}

const least = (a: Amount, b: Amount): string => (units(a) < units(b) ? a.amount : b.amount);

async function clients(): Promise<Client[]> {
  const { viewer } = await ask<ViewerOf<{ clients: Connection<Client> | null }, Client>>(clientQuery);
  return viewer?.client ? [viewer.client] : nodes(viewer?.firm?.clients);
}

async function invoices(...status: string[]): Promise<Invoice[]> {
  type Has = { invoices: Connection<Invoice> | null };
  const { viewer } = await ask<ViewerOf<Has, Has>>(invoiceQuery, { status });
  return nodes((viewer?.firm ?? viewer?.client)?.invoices);
}

async function payments(kind: "prepayments" | "payments", status?: string[]): Promise<{ id: string }[]> {
  type Has = Record<"prepayments" | "payments", Connection<{ id: string }> | null>;
  const { viewer } = await ask<ViewerOf<Has, Has>>(paymentQuery, { status });
  return nodes((viewer?.firm ?? viewer?.client)?.[kind]);
}

type Taken = { id: string; status?: string; refundable: Amount };

async function taken(kind: "prepayments" | "payments"): Promise<Taken[]> {
  type Has = Record<"prepayments" | "payments", Connection<Taken> | null>;
  const { viewer } = await ask<ViewerOf<Has, Has>>(moneyBackQuery);
  return nodes(viewer?.firm?.[kind]);
}

async function refundable(kind: "prepayments" | "payments"): Promise<Found> {
  const one = (await taken(kind)).find((each) => units(each.refundable) > 0n);
  return one === undefined ? {} : { id: one.id, part: half(one.refundable.amount) };
}

const REVERSIBLE = ["CREDIT_NOTE", "OFFLINE_PAYMENT"];

async function reversible(): Promise<Found> {
  type Entry = { id: string; kind: string; remaining: Amount | null };
  type Has = { clients: Connection<{ creditAccount: { entries: Connection<Entry> } }> | null };
  const { viewer } = await ask<ViewerOf<Has, Has>>(entryQuery);
  const entries = nodes(viewer?.firm?.clients).flatMap((client) => nodes(client.creditAccount.entries));
  const unspent = ({ kind, remaining }: Entry) => REVERSIBLE.includes(kind) && remaining !== null && units(remaining) > 0n;
  return { id: entries.find(unspent)?.id };
}

type Found = Record<string, string | undefined>;

function offered(client: Client | undefined): Found {
  if (client === undefined) return {};
  const { suggestedAmount, minimum, maximum, methods } = client.prepaymentOffer;
  const [, digits] = minor(client.creditAccount.available.amount);
  const within = (value: bigint): string => {
    const raised = minimum && value < units(minimum) ? units(minimum) : value;
    return written(maximum && raised > units(maximum) ? units(maximum) : raised, digits);
  };
  const hundred = 100n * 10n ** BigInt(digits);
  const first = suggestedAmount && units(suggestedAmount) > 0n ? units(suggestedAmount) : hundred;
  return { id: client.id, amount: within(first), otherAmount: within(first + hundred), method: methods[0] };
}

function partly(invoice: Invoice | undefined): Found {
  if (invoice === undefined) return {};
  const credits = invoice.client.creditAccount.available;
  const part = half(units(credits) > 0n ? least(invoice.amountPayable, credits) : invoice.amountPayable.amount);
  return { id: invoice.id, part };
}

const payable = async (): Promise<Invoice[]> =>
  (await invoices("UNPAID", "PARTIALLY_PAID")).filter((invoice) => units(invoice.amountPayable) > 0n);
const creditsOf = (invoice: Invoice): bigint => units(invoice.client.creditAccount.available);

/** Where each name comes from: the words before the last dot. */
const sources: Record<string, () => Promise<Found>> = {
  "client.any": async () => ({ id: (await clients())[0]?.id }),
  "client.inCredit": async () => {
    const all = await clients();
    return { id: (all.find((client) => units(client.creditAccount.available) > 0n) ?? all[0])?.id };
  },
  "client.offered": async () => {
    const all = await clients();
    return offered(all.find((client) => client.prepaymentOffer.available) ?? all[0]);
  },
  "invoice.any": async () => ({ id: (await invoices("UNPAID", "PARTIALLY_PAID", "PAID"))[0]?.id }),
  "invoice.draft": async () => ({ id: (await invoices("DRAFT"))[0]?.id }),
  "invoice.paid": async () => ({ id: (await invoices("PAID"))[0]?.id }),
  "invoice.voidable": async () => ({
    id: (await invoices("UNPAID")).find((invoice) => units(invoice.amountPending) === 0n)?.id,
  }),
  "invoice.payable": async () => partly((await payable())[0]),
  "invoice.untouched": async () =>
    partly((await payable()).find((invoice) => units(invoice.amountPaid) + units(invoice.amountPending) === 0n)),
  "invoice.inCredit": async () => partly((await payable()).find((invoice) => creditsOf(invoice) > 0n)),
  "invoice.beyondCredits": async () => {
    const short = (await payable()).filter((invoice) => creditsOf(invoice) < units(invoice.amountPayable));
    return partly(short.find((invoice) => creditsOf(invoice) > 0n) ?? short[0]);
  },
  "prepayment.latest": async () => ({ id: (await payments("prepayments"))[0]?.id }),
  "payment.latest": async () => ({ id: (await payments("payments"))[0]?.id }),
  "prepayment.refundable": () => refundable("prepayments"),
  "payment.refundable": () => refundable("payments"),
  "payment.processing": async () => ({ id: (await taken("payments")).find((payment) => payment.status === "PROCESSING")?.id }),
  "entry.reversible": reversible,
  "waiting.latest": async () => {
    const waiting = ["REQUIRES_ACTION"];
    return { id: (await payments("prepayments", waiting))[0]?.id ?? (await payments("payments", waiting))[0]?.id };
  },
  fresh: () => Promise.resolve({ key: freshKey() }),
  date: () => Promise.resolve({ inThirtyDays: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) }),
};

export function freshKey(): string {
  // randomUUID is there on https and localhost only.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PLACE = /\{\{([\w.]+)\.(\w+)(?:\|([^}]*))?\}\}/g;

/** The text of the variables tab, with a note on top where something was not found. */
export async function fill(variables: Record<string, unknown> | undefined, given: Record<string, unknown> = {}): Promise<string> {
  if (variables === undefined) return "";
  const found: Record<string, Found> = {};
  const text = JSON.stringify({ ...variables, ...given }, null, 2);
  const names = new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ""));
  let trouble = "";
  await Promise.all(
    [...names].map(async (name) => {
      try {
        found[name] = (await sources[name]?.()) ?? {};
      } catch (error) {
        trouble = ` (${error instanceof Error ? error.message : String(error)})`;
      }
    }),
  );
  const missing = new Set<string>();
  const filled = text.replace(PLACE, (_, source: string, field: string, instead = "") => {
    const value = found[source]?.[field];
    if (value !== undefined) return JSON.stringify(value).slice(1, -1);
    if (field === "id") missing.add(instead);
    return instead;
  });
  if (missing.size === 0) return filled;
  const what = [...missing].join(", ");
  return `// Fill in: ${what}. Whoever is signed in sees none that fits${trouble}.\n${filled}`;
}
