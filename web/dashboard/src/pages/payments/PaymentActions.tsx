import { Button } from "@acompte/shared/components";
import { wasSent } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { loadModule } from "@acompte/shared/language";
import { usePaymentWindow } from "@acompte/shared/payment";
import { Trans } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { refundForm } from "./refundForm.ts";

const CancelDialog = lazy(() => loadModule(() => import("./CancelDialog.tsx")));
const RefundDialog = lazy(() => loadModule(() => import("./RefundDialog.tsx")));
const ReleaseDialog = lazy(() => loadModule(() => import("./ReleaseDialog.tsx")));

const PaymentFragment = graphql(`
  fragment PaymentActions_payment on Payment {
    id
    number
    amount { amount currencyCode }
    refundable { amount currencyCode }
    paidBy
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

const PrepaymentFragment = graphql(`
  fragment PaymentActions_prepayment on Prepayment {
    id
    number
    amount { amount currencyCode }
    refundable { amount currencyCode }
    actions
    checkout { ...PaymentWindow_checkout }
  }
`);

type Props =
  | { payment: FragmentType<typeof PaymentFragment>; prepayment?: undefined }
  | { prepayment: FragmentType<typeof PrepaymentFragment>; payment?: undefined };

/** What the viewer can do with it now, and nothing else. */
export function PaymentActions({ payment, prepayment }: Props) {
  const ofInvoice = readFragment(PaymentFragment, payment);
  const subject = ofInvoice ?? readFragment(PrepaymentFragment, prepayment);
  const openPayment = usePaymentWindow();
  const [opened, setOpened] = useState<"cancel" | "refund" | "release" | null>(() =>
    subject && wasSent(refundForm(subject.id)) ? "refund" : null,
  );
  if (!subject) return null;
  const { id, number, amount, refundable, actions, checkout } = subject;
  const close = () => setOpened(null);
  return (
    <>
      {actions.includes("OPEN_CHECKOUT") && checkout && (
        <Button look="primary" onClick={() => openPayment({ checkout, amount })}>
          <Trans>Complete</Trans>
        </Button>
      )}
      {actions.includes("REFUND") && (
        <Button onClick={() => setOpened("refund")}>
          <Trans context="action">Refund</Trans>
        </Button>
      )}
      {actions.includes("RELEASE") && (
        <Button onClick={() => setOpened("release")}>
          <Trans>Release</Trans>
        </Button>
      )}
      {actions.includes("CANCEL") && (
        <Button look="danger" onClick={() => setOpened("cancel")}>
          <Trans>Cancel the payment</Trans>
        </Button>
      )}
      <Suspense fallback={null}>
        {opened === "refund" && (
          <RefundDialog
            id={id}
            number={number}
            refundable={refundable}
            paidBy={ofInvoice?.paidBy ?? null}
            onClose={close}
          />
        )}
        {opened === "release" && <ReleaseDialog paymentId={id} number={number} onClose={close} />}
        {opened === "cancel" && <CancelDialog id={id} number={number} onClose={close} />}
      </Suspense>
    </>
  );
}
