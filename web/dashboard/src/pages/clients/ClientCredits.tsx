import { Button, Card, Money } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { loadModule } from "@acompte/shared/language";
import { prepaymentForm } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { creditNoteForm } from "../invoices/invoiceForms.ts";
import styles from "./ClientPage.module.css";
import { OfflineCreditsDialog, offlineCreditsForm } from "./OfflineCreditsDialog.tsx";
import { MakePrepaymentDialog } from "./MakePrepaymentDialog.tsx";

const CreditNoteDialog = lazy(() => loadModule(() => import("../invoices/CreditNoteDialog.tsx")));

const ClientCreditsFragment = graphql(`
  fragment ClientCredits_client on Client {
    id
    name
    actions
    amountDue { amount currencyCode }
    creditAccount {
      id
      available { amount currencyCode }
      reserved { amount currencyCode }
    }
    prepaymentOffer { ...MakePrepaymentDialog_offer }
  }
`);

/** What the client has and owes, and the ways to give it credits. */
export function ClientCredits({ client }: { client: FragmentType<typeof ClientCreditsFragment> }) {
  const { id, name, actions, amountDue, creditAccount, prepaymentOffer } = readFragment(ClientCreditsFragment, client);
  const [isPrepaying, setPrepaying] = useOperationDialog(prepaymentForm(id));
  const [isRecording, setRecording] = useOperationDialog(offlineCreditsForm(id));
  const [isGranting, setGranting] = useOperationDialog(creditNoteForm(id));
  const canPrepay = actions.includes("MAKE_PREPAYMENT");
  const canRecord = actions.includes("RECORD_OFFLINE_PAYMENT");
  const canGrant = actions.includes("ADD_CREDIT_NOTE");
  return (
    <Card title={<Trans>Credits</Trans>}>
      <dl className={styles.figures} aria-live="polite">
        <div>
          <dt>
            <Trans>Available</Trans>
          </dt>
          <dd>
            <Money value={creditAccount.available} isFigure />
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Reserved for payments in progress</Trans>
          </dt>
          <dd>
            <Money value={creditAccount.reserved} />
          </dd>
        </div>
        {amountDue && (
          <div>
            <dt>
              <Trans>Due</Trans>
            </dt>
            <dd>
              <Money value={amountDue} />
            </dd>
          </div>
        )}
      </dl>
      {(canPrepay || canRecord || canGrant) && (
        <div className="form-actions">
          {canPrepay && (
            <Button onClick={() => setPrepaying(true)}>
              <Trans>Make a prepayment</Trans>
            </Button>
          )}
          {canRecord && (
            <Button onClick={() => setRecording(true)}>
              <Trans>Record money</Trans>
            </Button>
          )}
          {canGrant && (
            <Button onClick={() => setGranting(true)}>
              <Trans>Write a credit note</Trans>
            </Button>
          )}
        </div>
      )}
      {isPrepaying && <MakePrepaymentDialog clientId={id} offer={prepaymentOffer} onClose={() => setPrepaying(false)} />}
      {isRecording && <OfflineCreditsDialog clientId={id} onClose={() => setRecording(false)} />}
      {isGranting && (
        <Suspense fallback={null}>
          <CreditNoteDialog clientId={id} clientName={name} onClose={() => setGranting(false)} />
        </Suspense>
      )}
    </Card>
  );
}
