import type { StripeCheckout } from "../paymentForm.ts";

export type Intent = {
  id: string;
  status:
    | "requires_payment_method"
    | "requires_confirmation"
    | "requires_action"
    | "processing"
    | "succeeded"
    | "canceled";
  payment_method_types: string[];
  next_action: { use_stripe_sdk?: { stripe_js: string } } | null;
  last_payment_error: { message: string; code: string; decline_code?: string } | null;
};

type StripeError = { message: string; code?: string; decline_code?: string; payment_intent?: Intent };

/** Why the simulator refused: a decline, with the intent that can be confirmed again, or something else. */
export class SimulatorError extends Error {
  readonly code: string | undefined;

  constructor({ message, code, decline_code }: StripeError) {
    super(message);
    this.code = decline_code ?? code;
  }
}

/** What Stripe.js does at Stripe, at the Stripe simulator. */
export function createSimulator({ publishableKey, clientSecret, accountId, apiBase }: StripeCheckout) {
  const intentUrl = `${apiBase}/v1/payment_intents/${clientSecret.split("_secret_")[0]}`;
  const parameters = {
    key: publishableKey,
    client_secret: clientSecret,
    ...(accountId === null ? {} : { _stripe_account: accountId }),
  };

  async function send(url: string, init?: RequestInit): Promise<Intent> {
    const response = await fetch(url, init);
    const body = (await response.json()) as Intent & { error?: StripeError };
    if (body.error) throw new SimulatorError(body.error);
    return body;
  }

  return {
    retrieve: (): Promise<Intent> => send(`${intentUrl}?${new URLSearchParams(parameters)}`),
    confirm: (paymentMethod: string): Promise<Intent> =>
      send(`${intentUrl}/confirm`, {
        method: "POST",
        body: new URLSearchParams({ ...parameters, payment_method: paymentMethod }),
      }),
    /** Answers the bank's question to the payer, as its page would. */
    async authenticate(intent: Intent, passes: boolean): Promise<Intent> {
      const page = intent.next_action?.use_stripe_sdk?.stripe_js;
      if (page !== undefined) {
        // The bank's page is for people: its answer is not readable here, but what became of the intent is.
        await fetch(page, {
          method: "POST",
          mode: "no-cors",
          body: new URLSearchParams({ outcome: passes ? "succeed" : "fail" }),
        });
      }
      return this.retrieve();
    },
  };
}
