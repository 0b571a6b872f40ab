import type { InvoiceFilter, InvoiceOrder, InvoiceOrderField, InvoiceStatus } from "@acompte/shared/graphql/types";
import type { Filters } from "../../components/useFilters.ts";

/** The choices of status, by what the address says. */
export const statuses: Record<string, readonly InvoiceStatus[]> = {
  DRAFT: ["DRAFT"],
  OPEN: ["UNPAID", "PARTIALLY_PAID"],
  OVERDUE: ["UNPAID", "PARTIALLY_PAID"],
  PARTIALLY_PAID: ["PARTIALLY_PAID"],
  PAID: ["PAID"],
  VOID: ["VOID"],
};

const fields: readonly string[] = ["CREATED", "ISSUED", "DUE", "NUMBER", "TOTAL", "AMOUNT_DUE"] satisfies InvoiceOrderField[];

/** Reads a filter from the address. */
export function readFilter({ get }: Pick<Filters, "get">): InvoiceFilter {
  const status = statuses[get("status")];
  const client = get("client");
  return {
    status: status ? [...status] : null,
    overdue: get("status") === "OVERDUE" ? true : null,
    clientIds: client ? [client] : null,
    search: get("search") || null,
    issuedFrom: get("issuedFrom") || null,
    issuedTo: get("issuedTo") || null,
    dueFrom: get("dueFrom") || null,
    dueTo: get("dueTo") || null,
  };
}

/** Reads an order from the address; the newest first if it says none. */
export function readOrder({ get }: Pick<Filters, "get">): InvoiceOrder {
  const field = get("order");
  return {
    field: fields.includes(field) ? (field as InvoiceOrderField) : "CREATED",
    direction: get("direction") === "ASC" ? "ASC" : "DESC",
  };
}

/** Whether an invoice still is what a list promises, after it has changed. */
export function matches(filter: InvoiceFilter, invoice: { status: InvoiceStatus; isOverdue: boolean }): boolean {
  return (!filter.status || filter.status.includes(invoice.status)) && (!filter.overdue || invoice.isOverdue);
}
