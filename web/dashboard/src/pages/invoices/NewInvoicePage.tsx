import { Button, Callout, PageHeader, Skeleton, useToast, UnknownResult } from "@acompte/shared/components";
import { isResultKnown, isResultLoading, useIdempotentForm } from "@acompte/shared/forms";
import { graphql, useMutation, useQuery } from "@acompte/shared/graphql";
import { useLanguage } from "@acompte/shared/language";
import { NotFoundPage, useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent } from "react";
import { useLocation, useSearchParams } from "wouter";
import { InvoiceForm } from "./InvoiceForm.tsx";
import { type InvoiceInput, newLine, toLineInputs } from "./invoiceInput.ts";

const CreateInvoice = graphql(`
  mutation DashboardCreateInvoice($input: CreateInvoiceInput!) {
    createInvoice(input: $input) {
      ... on CreateInvoicePayload {
        invoice {
          id
          number
          client { id name amountDue { amount currencyCode } }
          ...InvoicePage_invoice
        }
        creditAccount {
          id
          balance { amount currencyCode }
          available { amount currencyCode }
          reserved { amount currencyCode }
        }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

const SentInvoice = graphql(`
  query DashboardSentInvoice($idempotencyKey: String!) {
    operation(idempotencyKey: $idempotencyKey) {
      status
      invoice { id number }
    }
  }
`);

export default function NewInvoicePage() {
  const { rights } = useMember();
  return rights.includes("MANAGE_INVOICES") ? <NewInvoice /> : <NotFoundPage />;
}

function NewInvoice() {
  const { t } = useLingui();
  const { locale } = useLanguage();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const toast = useToast();
  const form = useIdempotentForm<InvoiceInput>("invoice", {
    clientId: search.get("client") ?? "",
    number: "",
    description: "",
    lines: [newLine()],
    deposit: "",
    dueOn: "",
    isIssued: true,
    fromCredits: "",
  });
  const create = useMutation(CreateInvoice);
  const sent = useQuery(
    SentInvoice,
    { idempotencyKey: form.idempotencyKey },
    { pause: !form.wasSent, requestPolicy: "network-only" },
  );
  const isKnown = isResultKnown(form, sent);
  const found = form.wasSent ? sent.data?.operation?.invoice : null;

  async function submit(): Promise<void> {
    const { idempotencyKey, input } = form.begin();
    const payload = await create.run({
      input: {
        clientId: input.clientId,
        number: input.number || null,
        description: input.description || null,
        lines: toLineInputs(input.lines, locale),
        depositRequested: input.deposit || null,
        dueOn: input.dueOn || null,
        issue: input.isIssued,
        payFromCredits: input.isIssued && input.fromCredits ? input.fromCredits : null,
        idempotencyKey,
      },
    });
    if (payload) finish(payload.invoice, input.isIssued);
  }
  function finish({ id, number }: { id: string; number: string }, isIssued: boolean): void {
    form.finish();
    toast(isIssued ? t`Invoice ${number} is issued.` : t`Draft ${number} is saved.`);
    navigate(`/invoices/${encodeURIComponent(id)}`, { replace: true });
  }
  const finishFound = useEffectEvent(finish);
  useEffect(() => {
    if (found) finishFound(found, form.input.isIssued);
  }, [found, form.input.isIssued]);

  return (
    <div className="page page-form">
      <PageHeader title={t`New invoice`} />
      {isResultLoading(form, sent) || found ? (
        <Skeleton lines={8} />
      ) : (
        <>
          {!isKnown && <UnknownResult />}
          {form.wasSent && isKnown && (
            <Callout>
              <Trans>Your last invoice was not created. You can send it again.</Trans>
            </Callout>
          )}
          <InvoiceForm
            isNew
            input={form.input}
            setInput={form.setInput}
            failure={create.failure}
            isPending={create.isPending}
            isFixed={create.mayBeDone || !isKnown}
            onSubmit={submit}
          >
            <Button
              look="quiet"
              onClick={() => {
                // If the operation may have been done, keep its key: the form asks for the result when it is opened again.
                if (!create.mayBeDone && isKnown) form.finish();
                navigate("/invoices");
              }}
            >
              <Trans>Cancel</Trans>
            </Button>
          </InvoiceForm>
        </>
      )}
    </div>
  );
}
