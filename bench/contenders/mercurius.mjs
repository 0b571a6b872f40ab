// Mercurius with its JIT: Acompte's own schema, hand-written loaders and statements.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import Fastify from "fastify";
import mercurius from "mercurius";
import { fetchViewer, pool, statement } from "./common.mjs";

const globalId = (type, id) => Buffer.from(`${type}:${id}`).toString("base64");
const money = (minor) => ({ amount: (minor / 100).toFixed(2), currencyCode: "EUR" });
const page = (rows, first) =>
  ({ edges: rows.slice(0, first).map((node) => ({ node })), pageInfo: { hasNextPage: rows.length > first } });
const fetchRows = async (name, text, values) => (await pool.query({ name, text, values })).rows;

const invoiceJson = (row) => ({
  ...row, databaseId: row.id, id: globalId("Invoice", row.id), issuedOn: row.issued_on, dueOn: row.due_on,
  total: money(row.total), amountPaid: money(row.paid), amountDue: money(row.status === "VOID" ? 0 : row.total - row.paid),
  amountPayable: money(row.total - row.paid - row.pending),
});
const paymentJson = (row) => ({
  ...row, id: globalId("Payment", row.id), status: row.status === "CREATING" ? "REQUIRES_ACTION" : row.status,
  paidBy: row.paid_by, amount: money(row.amount), createdAt: row.created_at,
});
const entryJson = (row) => ({
  ...row, id: globalId("CreditEntry", row.id), amount: money(row.amount), balanceAfter: money(row.balance_after),
  createdAt: row.created_at,
});
const accountJson = (row) => ({
  databaseId: row.id, firm_id: row.firm_id, id: globalId("CreditAccount", row.id),
  balance: money(row.available + row.held), available: money(row.available),
});

// For all invoices of a page in one query.
const ofInvoices = (name, text, convert) => async (queries, { user }) => {
  const rows = await fetchRows(name, text, [user.firm_id, queries.map(({ obj }) => obj.databaseId)]);
  const found = new Map(queries.map(({ obj }) => [obj.databaseId, []]));
  for (const row of rows) found.get(row.invoice_id).push(convert(row));
  return queries.map(({ obj }) => found.get(obj.databaseId));
};

const loaders = {
  Invoice: {
    lines: ofInvoices("lines", `SELECT invoice_id, description, amount FROM invoice_line
      WHERE firm_id = $1 AND invoice_id = ANY($2) ORDER BY position`, (row) => ({ ...row, amount: money(row.amount) })),
    payments: ofInvoices("payments", `SELECT invoice_id, id, status, paid_by, amount, created_at FROM payment
      WHERE firm_id = $1 AND invoice_id = ANY($2) ORDER BY id`, paymentJson),
  },
};

const resolvers = {
  Viewer: { resolveType: () => "ClientUser" },
  PayInvoiceResult: { resolveType: () => "PayInvoicePayload" },
  Query: {
    viewer: async (_, __, { user }) => {
      const [found] = await fetchRows("viewer", `SELECT u.id, u.firm_id, u.client_id, p.name, p.email
        FROM client_user u JOIN person p ON p.id = u.person_id WHERE u.firm_id = $1 AND u.id = $2`, [user.firm_id, user.id]);
      return { ...found, id: globalId("ClientUser", found.id) };
    },
  },
  ClientUser: {
    client: async (user) => {
      const [found] = await fetchRows("client", "SELECT * FROM client WHERE firm_id = $1 AND id = $2",
        [user.firm_id, user.client_id]);
      return { ...found, databaseId: found.id, id: globalId("Client", found.id), amountDue: money(found.due),
        creditAccount: accountJson(found) };
    },
  },
  CreditAccount: {
    entries: async (account, { first }) => page((await fetchRows("entries", `SELECT id, kind, amount, balance_after,
      created_at FROM credit_entry WHERE firm_id = $1 AND client_id = $2 ORDER BY event_seq DESC, id DESC LIMIT $3`,
      [account.firm_id, account.databaseId, first + 1])).map(entryJson), first),
  },
  Client: {
    invoices: async (client, { first }) => page((await fetchRows("invoices", `SELECT i.* FROM invoice i
      JOIN payment_settings s ON s.firm_id = i.firm_id
      WHERE i.firm_id = $1 AND i.client_id = $2 AND i.status <> 'DRAFT' AND NOT s.hide_invoices_from_clients
      ORDER BY i.id DESC LIMIT $3`, [client.firm_id, client.databaseId, first + 1])).map(invoiceJson), first),
  },
  Mutation: { payInvoice: async (_, { input }, { user }) => pay(user, input) },
};

const CHECK = statement("check_payment.postgresql"), WRITE = statement("write_payment.postgresql");

// The same three statements as the baseline: lock, check, write.
async function pay(user, input) {
  const invoice = Buffer.from(input.invoiceId, "base64").toString().slice("Invoice:".length);
  const amount = Math.round(Number(input.amount.partial) * 100);
  const fingerprint = createHash("sha256").update(JSON.stringify(input)).digest("hex");
  const connection = await pool.connect();
  try {
    await connection.query("BEGIN");
    const lock = { name: "lock", text: "UPDATE firm SET seq = seq + 1, last_payment_number = last_payment_number + 1 WHERE id = $1 RETURNING seq", values: [user.firm_id] };
    const [{ seq }] = (await connection.query(lock)).rows;
    const check = [user.firm_id, user.client_id, invoice, user.id, input.idempotencyKey];
    const [found] = (await connection.query({ ...CHECK, values: check })).rows;
    if (!found || found.known || amount <= 0 || amount > Math.min(found.payable, found.available)) throw new Error("refused");
    const write = [user.firm_id, seq, new Date(), user.id, user.client_id, invoice, amount, input.idempotencyKey, fingerprint];
    const [paid] = (await connection.query({ ...WRITE, values: write })).rows;
    await connection.query("COMMIT");
    return {
      invoice: invoiceJson({ ...paid, id: invoice }),
      payments: [paymentJson({ id: paid.payment, status: "SUCCEEDED", paid_by: "CREDITS", amount })],
      creditAccount: accountJson({ ...paid, id: user.client_id }),
      replayed: false,
    };
  } catch (error) {
    await connection.query("ROLLBACK");
    throw error;
  } finally {
    connection.release();
  }
}

const server = Fastify();
server.register(mercurius, {
  schema: readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"),
  resolvers, loaders, jit: 1, graphiql: false,
  context: async (request) => ({ user: await fetchViewer(request.headers.authorization) }),
});
await server.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
