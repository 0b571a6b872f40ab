import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { PaymentToOpen } from "./PaymentWindow.tsx";
import { loadModule } from "../language/loadModule.ts";

export type { PaymentToOpen };

const PaymentWindow = lazy(() => loadModule(() => import("./PaymentWindow.tsx")));
const Context = createContext<(payment: PaymentToOpen) => void>(() => {});

/**
 * Shows the payment window above whichever page is there. It stays open until the payer closes it: the page that opened
 * it changes meanwhile, since live changes bring it what became of the payment.
 */
export function PaymentWindows({ children }: { children: ReactNode }) {
  const [payment, setPayment] = useState<PaymentToOpen | null>(null);
  return (
    <Context value={setPayment}>
      {children}
      {payment && (
        <Suspense fallback={null}>
          <PaymentWindow
            payment={payment}
            onClose={() => {
              setPayment(null);
              payment.onClose?.();
            }}
          />
        </Suspense>
      )}
    </Context>
  );
}

/** Opens the payment window for a `checkout`. */
export const usePaymentWindow = () => useContext(Context);
