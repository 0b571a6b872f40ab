import { Trans, useLingui } from "@lingui/react/macro";
import { loadStripe } from "@stripe/stripe-js/pure";
import type { Stripe, StripeElements } from "@stripe/stripe-js";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../components/Button.tsx";
import { ErrorCallout } from "../components/Callout.tsx";
import { Skeleton } from "../components/Skeleton.tsx";
import { useLanguage } from "../language/index.ts";
import type { PaymentFormProps } from "./paymentForm.ts";

/** Stripe's Payment Element. */
export default function StripeForm({ checkout, onOutcome }: PaymentFormProps) {
  const { publishableKey, accountId, clientSecret } = checkout;
  const { t } = useLingui();
  const { locale } = useLanguage();
  const container = useRef<HTMLDivElement>(null);
  const [elements, setElements] = useState<{ stripe: Stripe; elements: StripeElements } | null>(null);
  const [isReady, setReady] = useState(false);
  const [isPending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  useEffect(() => {
    let isCurrent = true;
    let unmount = (): void => {};
    void loadStripe(publishableKey, { stripeAccount: accountId ?? undefined, locale }).then(
      (stripe) => {
        if (!isCurrent || stripe === null || container.current === null) return;
        const isDark = getComputedStyle(container.current).colorScheme === "dark" || prefersDark();
        const created = stripe.elements({ clientSecret, appearance: { theme: isDark ? "night" : "stripe" } });
        const payment = created.create("payment");
        payment.on("ready", () => setReady(true));
        payment.on("loaderror", ({ error }) => setMessage(error.message ?? null));
        payment.mount(container.current);
        unmount = () => payment.destroy();
        setElements({ stripe, elements: created });
      },
      () => setMessage(t`Stripe could not be reached. Check your connection, and open the payment again.`),
    );
    return () => {
      isCurrent = false;
      unmount();
    };
  }, [publishableKey, accountId, clientSecret, locale, t]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (elements === null || isPending) return;
    setPending(true);
    setMessage(null);
    const { error, paymentIntent } = await elements.stripe.confirmPayment({
      elements: elements.elements,
      confirmParams: { return_url: location.href },
      redirect: "if_required",
    });
    setPending(false);
    if (error) setMessage(error.message ?? t`The payment failed. Please try another way to pay.`);
    else if (paymentIntent.status === "succeeded" || paymentIntent.status === "processing") {
      onOutcome(paymentIntent.status);
    }
  }

  return (
    <form className="form" onSubmit={submit}>
      {!isReady && message === null && <Skeleton />}
      <div ref={container} />
      {message && (
        <ErrorCallout>
          <p>{message}</p>
        </ErrorCallout>
      )}
      {isReady && (
        <Button type="submit" look="primary" isWide isPending={isPending}>
          <Trans>Pay</Trans>
        </Button>
      )}
    </form>
  );
}

const prefersDark = (): boolean =>
  document.documentElement.dataset.theme === "dark" ||
  (document.documentElement.dataset.theme === undefined && matchMedia("(prefers-color-scheme: dark)").matches);
