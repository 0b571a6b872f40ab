export type Found = {
  clientSecret: string;
  accountId: string | null;
  apiBase: string | null | undefined; // undefined: the query did not ask
  what: string; // "250.00 USD"
  id: string | null; // of the payment or prepayment
  readBy: string | null; // the example that reads it
};

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Every checkout in an answer, with what it is for. */
export function checkoutsIn(response: string | null): Found[] {
  if (response === null || !response.includes('"clientSecret"')) return [];
  let answer: unknown;
  try {
    answer = JSON.parse(response);
  } catch {
    return [];
  }
  const found: Found[] = [];
  const walk = (value: unknown, owner: Tree | null, path: string[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, owner, path);
      return;
    }
    if (!isTree(value)) return;
    const clientSecret = textOf(value.clientSecret);
    if (clientSecret !== null) {
      const money = isTree(owner?.amount) ? owner.amount : {};
      found.push({
        clientSecret,
        accountId: textOf(value.accountId),
        apiBase: value.apiBase === undefined ? undefined : textOf(value.apiBase),
        what: [textOf(money.amount), textOf(money.currencyCode)].filter((part) => part !== null).join(" "),
        id: textOf(owner?.id),
        readBy: path.includes("prepayment")
          ? "prepay/read-prepayment.graphql"
          : path.includes("payments")
            ? "pay-an-invoice/read-payment.graphql"
            : null,
      });
      return;
    }
    for (const [key, item] of Object.entries(value)) walk(item, value, [...path, key]);
  };
  walk(answer, null, []);
  return found;
}

/** The stand-in's own page, where there is one. */
function addressOf({ apiBase, clientSecret, accountId }: Found): string | null {
  const intentId = clientSecret.split("_secret_")[0];
  if (apiBase == null || !intentId || !/^https?:\/\//.test(apiBase)) return null;
  const query = new URLSearchParams({ client_secret: clientSecret });
  if (accountId !== null) query.set("account", accountId);
  return `${apiBase.replace(/\/+$/, "")}/window/${encodeURIComponent(intentId)}?${query}`;
}

export function PaymentWindow({ checkouts, onRead }: { checkouts: Found[]; onRead(file: string, id: string): void }) {
  return (
    <section className="payment-window" aria-label="Payment window">
      <h2>Payment window</h2>
      {checkouts.map((checkout) => {
        const { what, id, readBy, apiBase } = checkout;
        const address = addressOf(checkout);
        return (
          <div key={checkout.clientSecret} className="checkout">
            {what !== "" && <b>{what}</b>}
            {address !== null ? (
              <a className="open" href={address} target="_blank" rel="noopener noreferrer">
                Open the payment window
              </a>
            ) : (
              <span>
                {apiBase === undefined
                  ? "Select apiBase and accountId in checkout to open it from here."
                  : "This is Stripe itself: it takes a page with Stripe.js, given publishableKey, accountId and clientSecret."}
              </span>
            )}
            {id !== null && readBy !== null && (
              <button type="button" onClick={() => onRead(readBy, id)}>
                See what became of it
              </button>
            )}
          </div>
        );
      })}
    </section>
  );
}
