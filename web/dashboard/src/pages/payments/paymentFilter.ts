import type { PaidBy, PaymentFilter, PaymentStatus } from "@acompte/shared/graphql/types";
import type { Filters } from "../../components/useFilters.ts";

const statuses: readonly string[] = [
  "REQUIRES_ACTION",
  "PROCESSING",
  "SUCCEEDED",
  "FAILED",
  "CANCELED",
  "RELEASED",
] satisfies PaymentStatus[];
const sources: readonly string[] = ["CREDITS", "CARD", "BANK_DEBIT", "OFFLINE"] satisfies PaidBy[];

/** Reads a filter from the address. Refunded and disputed are reported beside the status, and chosen like one. */
export function readFilter({ get }: Pick<Filters, "get">): PaymentFilter {
  const status = get("status");
  const paidBy = get("paidBy");
  const client = get("client");
  return {
    status: statuses.includes(status) ? [status as PaymentStatus] : null,
    refunded: status === "REFUNDED" ? true : null,
    disputed: status === "DISPUTED" ? true : null,
    paidBy: sources.includes(paidBy) ? [paidBy as PaidBy] : null,
    clientIds: client ? [client] : null,
    search: get("search") || null,
    createdFrom: get("createdFrom") || null,
    createdTo: get("createdTo") || null,
    receivedFrom: get("receivedFrom") || null,
    receivedTo: get("receivedTo") || null,
  };
}

/** Whether a payment still is what a list promises, after it has changed. */
export const matches = (filter: PaymentFilter, { status }: { status: PaymentStatus }): boolean =>
  !filter.status || filter.status.includes(status);
