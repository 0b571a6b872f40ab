import { Button, buttonClass, Menu, MenuItem } from "@acompte/shared/components";
import { wasSent } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { loadModule } from "@acompte/shared/language";
import { useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { Ban, Ellipsis, Gift, PencilLine } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { offlinePaymentForm, paymentForm } from "./invoiceForms.ts";

const CorrectDialog = lazy(() => loadModule(() => import("./CorrectDialog.tsx")));
const CreditNoteDialog = lazy(() => loadModule(() => import("./CreditNoteDialog.tsx")));
const IssueDialog = lazy(() => loadModule(() => import("./IssueDialog.tsx")));
const OfflinePaymentDialog = lazy(() => loadModule(() => import("./OfflinePaymentDialog.tsx")));
const PayDialog = lazy(() => loadModule(() => import("./PayDialog.tsx")));
const VoidDialog = lazy(() => loadModule(() => import("./VoidDialog.tsx")));

const InvoiceFragment = graphql(`
  fragment InvoiceActions_invoice on Invoice {
    id
    number
    status
    actions
    client { id name actions }
    ...CorrectDialog_invoice
    ...IssueDialog_invoice
    ...OfflinePaymentDialog_invoice
    ...PayDialog_invoice
  }
`);

type Opened = "correct" | "creditNote" | "issue" | "offlinePayment" | "pay" | "void";

/** What the viewer can do with the invoice now, and nothing else. */
export function InvoiceActions({ invoice: masked }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { t } = useLingui();
  const { rights } = useMember();
  const invoice = readFragment(InvoiceFragment, masked);
  const { id, number, status, actions, client } = invoice;
  // After a reload, the form whose result is not known opens again.
  const [opened, setOpened] = useState<Opened | null>(() =>
    wasSent(paymentForm(id)) ? "pay" : wasSent(offlinePaymentForm(id)) ? "offlinePayment" : null,
  );
  const close = () => setOpened(null);
  const canPay = actions.some((action) => action.startsWith("PAY_"));
  const isDraft = status === "DRAFT";
  const canUpdate = actions.includes("UPDATE");
  const canCorrect = canUpdate && !isDraft;
  const canVoid = actions.includes("VOID");
  const canAddCredits = client.actions.includes("ADD_CREDIT_NOTE") && !isDraft;

  return (
    <>
      {actions.includes("ISSUE") && (
        <Button look="primary" onClick={() => setOpened("issue")}>
          <Trans>Issue</Trans>
        </Button>
      )}
      {canPay && (
        <Button look="primary" onClick={() => setOpened("pay")}>
          <Trans>Pay for the client</Trans>
        </Button>
      )}
      {actions.includes("RECORD_OFFLINE_PAYMENT") && (
        <Button onClick={() => setOpened("offlinePayment")}>
          <Trans>Record a payment</Trans>
        </Button>
      )}
      {canUpdate && isDraft && (
        <Link className={buttonClass()} href={`/invoices/${encodeURIComponent(id)}/edit`}>
          <Trans>Edit</Trans>
        </Link>
      )}
      {(canCorrect || canVoid || canAddCredits) && (
        <Menu
          trigger={
            <Button isIcon aria-label={t`More actions`}>
              <Ellipsis aria-hidden="true" />
            </Button>
          }
        >
          {canCorrect && (
            <MenuItem icon={<PencilLine className="icon" aria-hidden="true" />} onSelect={() => setOpened("correct")}>
              <Trans>Correct</Trans>
            </MenuItem>
          )}
          {canAddCredits && (
            <MenuItem icon={<Gift className="icon" aria-hidden="true" />} onSelect={() => setOpened("creditNote")}>
              <Trans>Write a credit note</Trans>
            </MenuItem>
          )}
          {canVoid && (
            <MenuItem icon={<Ban className="icon" aria-hidden="true" />} onSelect={() => setOpened("void")}>
              <Trans>Void the invoice</Trans>
            </MenuItem>
          )}
        </Menu>
      )}
      <Suspense fallback={null}>
        {opened === "issue" && (
          <IssueDialog invoice={invoice} canPay={rights.includes("MANAGE_PAYMENTS")} onClose={close} />
        )}
        {opened === "pay" && <PayDialog invoice={invoice} onClose={close} />}
        {opened === "offlinePayment" && <OfflinePaymentDialog invoice={invoice} onClose={close} />}
        {opened === "correct" && <CorrectDialog invoice={invoice} onClose={close} />}
        {opened === "void" && <VoidDialog invoiceId={id} number={number} onClose={close} />}
        {opened === "creditNote" && <CreditNoteDialog clientId={client.id} clientName={client.name} onClose={close} />}
      </Suspense>
    </>
  );
}
