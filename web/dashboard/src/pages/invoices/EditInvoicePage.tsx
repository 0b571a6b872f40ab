import { Button, PageHeader, QueryView, Skeleton, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation, useQuery } from "@acompte/shared/graphql";
import { useLanguage } from "@acompte/shared/language";
import { NotFoundPage } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Redirect, useLocation, useParams } from "wouter";
import { InvoiceForm } from "./InvoiceForm.tsx";
import { type InvoiceInput, toLineInputs } from "./invoiceInput.ts";
import { formatQuantity } from "./quantity.ts";

const DraftFragment = graphql(`
  fragment EditInvoice_invoice on Invoice {
    id
    number
    status
    description
    client { id name }
    lines {
      description
      quantity
      unitPrice { amount currencyCode }
      amount { amount currencyCode }
    }
    depositRequested { amount currencyCode }
    dueOn
    actions
  }
`);

const DraftDocument = graphql(`
  query DashboardDraft($id: ID!) {
    invoice(id: $id) { id ...EditInvoice_invoice }
  }
`);

const UpdateDraft = graphql(`
  mutation DashboardUpdateDraft($input: UpdateInvoiceInput!) {
    updateInvoice(input: $input) {
      ... on InvoicePayload {
        invoice { id ...EditInvoice_invoice ...InvoicePage_invoice }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

/** A draft can be changed in everything but its client. */
export default function EditInvoicePage() {
  const { id = "" } = useParams();
  const query = useQuery(DraftDocument, { id: decodeURIComponent(id) });
  return (
    <QueryView query={query} skeleton={<Skeleton lines={8} />}>
      {({ invoice }) => (invoice ? <EditInvoice key={invoice.id} invoice={invoice} /> : <NotFoundPage />)}
    </QueryView>
  );
}

function EditInvoice({ invoice }: { invoice: FragmentType<typeof DraftFragment> }) {
  const draft = readFragment(DraftFragment, invoice);
  const { t } = useLingui();
  const { locale } = useLanguage();
  const [, navigate] = useLocation();
  const toast = useToast();
  const update = useMutation(UpdateDraft);
  const [input, setInput] = useState<InvoiceInput>(() => ({
    clientId: draft.client.id,
    number: draft.number,
    description: draft.description ?? "",
    lines: draft.lines.map(({ description, quantity, unitPrice }) => ({
      key: crypto.randomUUID(),
      description,
      quantity: formatQuantity(quantity, locale),
      unitPrice: unitPrice.amount,
    })),
    deposit: draft.depositRequested?.amount ?? "",
    dueOn: draft.dueOn ?? "",
    isIssued: false,
    fromCredits: "",
  }));
  const path = `/invoices/${encodeURIComponent(draft.id)}`;

  async function submit(): Promise<void> {
    const payload = await update.run({
      input: {
        invoiceId: draft.id,
        number: input.number,
        description: input.description || null,
        lines: toLineInputs(input.lines, locale),
        depositRequested: input.deposit || null,
        dueOn: input.dueOn || null,
      },
    });
    if (!payload) return;
    toast(t`Draft ${input.number} is saved.`);
    navigate(path);
  }

  if (draft.status !== "DRAFT" || !draft.actions.includes("UPDATE")) return <Redirect to={path} replace />;
  return (
    <div className="page page-form">
      <PageHeader title={t`Edit draft ${draft.number}`} description={draft.client.name} />
      <InvoiceForm
        isNew={false}
        input={input}
        setInput={(changes) => setInput((present) => ({ ...present, ...changes }))}
        failure={update.failure}
        isPending={update.isPending}
        onSubmit={submit}
      >
        <Button look="quiet" onClick={() => navigate(path)}>
          <Trans>Cancel</Trans>
        </Button>
      </InvoiceForm>
    </div>
  );
}
