import type { AppName } from "./Session.tsx";

/** The pages of objects, by type. */
const paths: Record<AppName, Record<string, string>> = {
  portal: { Invoice: "/invoices", Payment: "/payments", Prepayment: "/payments" },
  dashboard: {
    Client: "/clients",
    Invoice: "/invoices",
    Payment: "/payments",
    Prepayment: "/payments",
    Refund: "/refunds",
    Dispute: "/disputes",
    PaymentProvider: "/settings",
    PaymentSettings: "/settings",
  },
};

/** The path of an object's page. Null if it has none. */
export function pathOf(app: AppName, object: { __typename: string; id?: string } | null | undefined): string | null {
  const path = object && paths[app][object.__typename];
  if (!path) return null;
  return path === "/settings" || object.id === undefined ? path : `${path}/${encodeURIComponent(object.id)}`;
}
