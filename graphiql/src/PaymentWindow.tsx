export type CheckoutInfo = {
  clientSecret: string;
  accountId: string | null;
  apiBase: string | null | undefined; // undefined: not selected by the query
  amount: string; // "250.00 USD"
  id: string | null; // id of the payment or prepayment
  readExample: string | null; // file of the example that reads it
};

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** All checkouts in a response, with the payment that each belongs to. */
export function findCheckouts(response: string | null): CheckoutInfo[] {
  if (response === null || !response.includes('"clientSecret"')) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(response);
  } catch {
    return [];
  }
  const checkouts: CheckoutInfo[] = [];
  const walk = (value: unknown, owner: Tree | null, path: string[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, owner, path);
      return;
    }
    if (!isTree(value)) return;
    const clientSecret = textOf(value.clientSecret);
    if (clientSecret !== null) {
      const money = isTree(owner?.amount) ? owner.amount : {};
      checkouts.push({
        clientSecret,
        accountId: textOf(value.accountId),
        apiBase: value.apiBase === undefined ? undefined : textOf(value.apiBase),
        amount: [textOf(money.amount), textOf(money.currencyCode)].filter((part) => part !== null).join(" "),
        id: textOf(owner?.id),
        readExample: path.includes("prepayment")
          ? "prepay/read-prepayment.graphql"
          : path.includes("payments")
            ? "pay-an-invoice/read-payment.graphql"
            : null,
      });
      return;
    }
    for (const [key, item] of Object.entries(value)) walk(item, value, [...path, key]);
  };
  walk(parsed, null, []);
  return checkouts;
}

/** URL of the payment page of the Stripe simulator; null at Stripe itself. */
function paymentPageUrl({ apiBase, clientSecret, accountId }: CheckoutInfo): string | null {
  const intentId = clientSecret.split("_secret_")[0];
  if (apiBase == null || !intentId || !/^https?:\/\//.test(apiBase)) return null;
  const query = new URLSearchParams({ client_secret: clientSecret });
  if (accountId !== null) query.set("account", accountId);
  return `${apiBase.replace(/\/+$/, "")}/window/${encodeURIComponent(intentId)}?${query}`;
}

export function PaymentWindow({ checkouts, onRead }: { checkouts: CheckoutInfo[]; onRead(file: string, id: string): void }) {
  return (
    <section className="payment-window" aria-label="Payment window">
      <h2>Payment window</h2>
      {checkouts.map((checkout) => {
        const { amount, id, readExample, apiBase } = checkout;
        const url = paymentPageUrl(checkout);
        return (
          <div key={checkout.clientSecret} className="checkout">
            {amount !== "" && <b>{amount}</b>}
            {url !== null ? (
              <a className="open" href={url} target="_blank" rel="noopener noreferrer">
                Open the payment window
              </a>
            ) : (
              <span>
                {apiBase === undefined
                  ? "Select apiBase and accountId in checkout to open the payment window from here."
                  : "To pay at Stripe, use a page with Stripe.js and publishableKey, accountId and clientSecret."}
              </span>
            )}
            {id !== null && readExample !== null && (
              <button type="button" onClick={() => onRead(readExample, id)}>
                Show its status
              </button>
            )}
          </div>
        );
      })}
    </section>
  );
}
