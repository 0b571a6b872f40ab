import { Callout, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, type QueryState, useQuery } from "@acompte/shared/graphql";
import type { DashboardPaymentSettingsPreviewQuery, PaymentSettingsChange } from "@acompte/shared/graphql/types";
import { Plural, Trans } from "@lingui/react/macro";
import styles from "../settings.module.css";
import { MethodName } from "./MethodName.tsx";

const PreviewDocument = graphql(`
  query DashboardPaymentSettingsPreview($change: PaymentSettingsChange!) {
    firm {
      id
      paymentSettings {
        id
        prepayment { availableToClients method }
        preview(change: $change) {
          prepaymentStaysAvailable
          prepaymentMethod
          removedPrepaymentMethods
          unmetRequirements { code message }
          unpayableInvoices
          pendingPayments
        }
      }
    }
  }
`);

type Preview = QueryState<DashboardPaymentSettingsPreviewQuery>;

/** What a change would break, as things are now. Null: nothing is to be changed. */
export function usePreview(change: PaymentSettingsChange | null): Preview {
  return useQuery(PreviewDocument, { change: change ?? {} }, { pause: change === null, requestPolicy: "network-only" });
}

/** What a change would break. What is known of another change is not shown. */
export function ChangePreview({ preview }: { preview: Preview }) {
  return (
    <div role="status">
      {preview.isLoading ? (
        <Skeleton lines={2} />
      ) : (
        <QueryView query={preview}>
          {({ firm }) => firm?.paymentSettings && <Consequences settings={firm.paymentSettings} />}
        </QueryView>
      )}
    </div>
  );
}

type Settings = NonNullable<NonNullable<DashboardPaymentSettingsPreviewQuery["firm"]>["paymentSettings"]>;

function Consequences({ settings: { prepayment, preview } }: { settings: Settings }) {
  const stopsPrepayment = prepayment.availableToClients && !preview.prepaymentStaysAvailable;
  const startsPrepayment = !prepayment.availableToClients && preview.prepaymentStaysAvailable;
  const changesMethod = prepayment.method !== preview.prepaymentMethod && preview.prepaymentMethod !== null;
  const losesMethods = !stopsPrepayment && preview.removedPrepaymentMethods.length > 0;
  const breaksNothing = !stopsPrepayment && !losesMethods && preview.unpayableInvoices === 0;

  return (
    <Callout tone={breaksNothing ? "good" : "warning"}>
      <ul className={styles.bullets}>
        {stopsPrepayment && (
          <li>
            <Trans>Clients can no longer make prepayments.</Trans>
            <ul>
              {preview.unmetRequirements.map(({ code, message }) => (
                <li key={code}>{message}</li>
              ))}
            </ul>
          </li>
        )}
        {startsPrepayment && (
          <li>
            <Trans>Clients can make prepayments.</Trans>
          </li>
        )}
        {losesMethods &&
          preview.removedPrepaymentMethods.map((method) => (
            <li key={method}>
              {method === "CARD" ? (
                <Trans>Clients can no longer prepay by card.</Trans>
              ) : (
                <Trans>Clients can no longer prepay by bank debit.</Trans>
              )}
            </li>
          ))}
        {changesMethod && preview.prepaymentMethod && (
          <li>
            <Trans>
              Prepayment method: <MethodName method={preview.prepaymentMethod} />.
            </Trans>
          </li>
        )}
        {preview.unpayableInvoices > 0 && (
          <li>
            <Plural
              value={preview.unpayableInvoices}
              one="# invoice can no longer be paid by card or bank debit, only from credits or offline."
              other="# invoices can no longer be paid by card or bank debit, only from credits or offline."
            />
          </li>
        )}
        {breaksNothing && (
          <li>
            <Trans>This takes nothing away from your clients.</Trans>
          </li>
        )}
        {preview.pendingPayments > 0 && (
          <li>
            <Plural
              value={preview.pendingPayments}
              one="# payment in progress is completed as usual."
              other="# payments in progress are completed as usual."
            />
          </li>
        )}
      </ul>
    </Callout>
  );
}
