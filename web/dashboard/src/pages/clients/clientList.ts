import type { ClientFilter, ClientOrder, ClientOrderField } from "@acompte/shared/graphql/types";
import type { Filters } from "../../components/useFilters.ts";

type Address = Pick<Filters, "get">;

/** Which clients a list shows, by what its address says after "show=". */
const shows = {
  "": {},
  OWING: { owes: true },
  OVERDUE: { overdue: true },
  CREDITS: { hasCredits: true },
  ARCHIVED: { archived: true },
} satisfies Record<string, ClientFilter>;
export type Show = keyof typeof shows;

/** The direction in which a list is first ordered by each field. */
const directions: Record<ClientOrderField, ClientOrder["direction"]> = {
  CREATED: "DESC",
  NAME: "ASC",
  AMOUNT_DUE: "DESC",
  AVAILABLE: "DESC",
};

export function readShow({ get }: Address): Show {
  const show = get("show");
  return Object.hasOwn(shows, show) ? (show as Show) : "";
}

export function readOrder({ get }: Address): ClientOrder {
  const [order, direction] = [get("order"), get("direction")];
  const field = Object.hasOwn(directions, order) ? (order as ClientOrderField) : "CREATED";
  return { field, direction: direction === "ASC" || direction === "DESC" ? direction : directions[field] };
}

/** The order after a click on a column: by it, or the other way round. */
export function reorder(present: ClientOrder, field: ClientOrderField): ClientOrder {
  if (present.field !== field) return { field, direction: directions[field] };
  return { field, direction: present.direction === "ASC" ? "DESC" : "ASC" };
}

export const readVariables = (address: Address) => ({
  search: address.get("search") || null,
  filter: shows[readShow(address)],
  orderBy: readOrder(address),
});

type ClientState = {
  archivedAt: string | null;
  amountDue: { amount: string } | null;
  creditAccount: { balance: { amount: string } };
};

/**
 * Whether a client that has changed since the list was loaded still belongs to it. The API does not say of a client
 * whether anything is overdue: one that still owes stays among the overdue until the list is loaded again.
 */
export function belongsToList(show: Show, { archivedAt, amountDue, creditAccount }: ClientState): boolean {
  if ((archivedAt !== null) !== (show === "ARCHIVED")) return false;
  if (show === "OWING" || show === "OVERDUE") return Number(amountDue?.amount ?? 0) > 0;
  if (show === "CREDITS") return Number(creditAccount.balance.amount) > 0;
  return true;
}
