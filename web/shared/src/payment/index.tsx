import { type ComponentProps, lazy, Suspense } from "react";

const Window = lazy(() => import("./PaymentWindow.tsx"));

/** The payment window, which is loaded when a payment has been started. */
export function PaymentWindow(props: ComponentProps<typeof Window>) {
  return (
    <Suspense fallback={null}>
      <Window {...props} />
    </Suspense>
  );
}
