import type { InvoiceFilter, InvoiceOrder, InvoiceStatus } from "@acompte/shared/graphql/types";

export type InvoiceListName = "open" | "overdue" | "paid" | "void" | "all";

type InvoiceList = {
  filter: InvoiceFilter;
  orderBy: InvoiceOrder;
  /** Whether an invoice, as it is now, belongs to the list. */
  contains(invoice: { status: InvoiceStatus; isOverdue: boolean }): boolean;
};

const firstDue: InvoiceOrder = { field: "DUE", direction: "ASC" };
const newest: InvoiceOrder = { field: "ISSUED", direction: "DESC" };

/** The lists of invoices that a client can choose from. The first one is what waits for them. */
export const invoiceLists: Record<InvoiceListName, InvoiceList> = {
  open: {
    filter: { status: ["UNPAID", "PARTIALLY_PAID"] },
    orderBy: firstDue,
    contains: ({ status }) => status === "UNPAID" || status === "PARTIALLY_PAID",
  },
  overdue: { filter: { overdue: true }, orderBy: firstDue, contains: ({ isOverdue }) => isOverdue },
  paid: { filter: { status: ["PAID"] }, orderBy: newest, contains: ({ status }) => status === "PAID" },
  void: { filter: { status: ["VOID"] }, orderBy: newest, contains: ({ status }) => status === "VOID" },
  all: { filter: {}, orderBy: newest, contains: () => true },
};

export const isInvoiceListName = (name: string | null): name is InvoiceListName => name !== null && name in invoiceLists;
