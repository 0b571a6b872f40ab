import type { AppName } from "./ApiClientProvider.tsx";

/** The pages of objects, by type. */
const paths: Record<AppName, Record<string, string>> = {
  portal: { Invoice: "/invoices", Payment: "/payments", Prepayment: "/credits/prepayments", CreditEntry: "/credits" },
  dashboard: {
    Client: "/clients",
    Invoice: "/invoices",
    Payment: "/payments",
    Prepayment: "/payments",
    Refund: "/refunds",
    Dispute: "/disputes",
    PaymentProvider: "/settings",
    PaymentSettings: "/settings",
    WebhookEndpoint: "/settings/webhooks",
  },
};
/** Pages that show all objects of a type. */
const withoutId = ["/settings", "/credits"];

type Linked = { __typename: string; id?: string };
type Subject = Linked & { payment?: Linked | null; prepayment?: Linked | null };

/** The path of an object's page. Null if it has none. */
export function pathOf(app: AppName, object: Subject | null | undefined): string | null {
  if (!object) return null;
  const path = paths[app][object.__typename];
  if (path) return withoutId.includes(path) || object.id === undefined ? path : `${path}/${encodeURIComponent(object.id)}`;
  // Refunds and disputes are part of their payment's page.
  return pathOf(app, object.payment ?? object.prepayment);
}
