import { PageHeader } from "@acompte/shared/components";
import { useLingui } from "@lingui/react/macro";
import { PaymentHistory } from "./PaymentHistory.tsx";
import { PaymentsInProgress } from "./PaymentsInProgress.tsx";

/** Payments and prepayments in progress, and how the payments of invoices ended. */
export default function PaymentsPage() {
  const { t } = useLingui();
  return (
    <div className="page">
      <PageHeader title={t`Payments`} />
      <PaymentsInProgress />
      <PaymentHistory />
    </div>
  );
}
