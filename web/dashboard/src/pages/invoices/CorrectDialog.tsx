import { Button, Dialog, fieldError, Form, TextArea, TextField, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

const InvoiceFragment = graphql(`
  fragment CorrectDialog_invoice on Invoice {
    id
    number
    description
    dueOn
  }
`);

const CorrectInvoice = graphql(`
  mutation DashboardCorrectInvoice($input: UpdateInvoiceInput!) {
    updateInvoice(input: $input) {
      ... on InvoicePayload {
        invoice { id ...InvoicePage_invoice }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

type Props = { invoice: FragmentType<typeof InvoiceFragment>; onClose(): void };

/** Of an issued invoice, the description and the due date can be corrected. */
export default function CorrectDialog({ invoice, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const { id, number, ...present } = readFragment(InvoiceFragment, invoice);
  const [description, setDescription] = useState(present.description ?? "");
  const [dueOn, setDueOn] = useState(present.dueOn ?? "");
  const correct = useMutation(CorrectInvoice);

  async function submit(): Promise<void> {
    const payload = await correct.run({ input: { invoiceId: id, description: description || null, dueOn: dueOn || null } });
    if (!payload) return;
    toast(t`Invoice ${number} is corrected.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Correct invoice {number}</Trans>}
      description={<Trans>To change anything else, void it and write a new one.</Trans>}
      isOpen
      keepsOpen
      onClose={onClose}
    >
      <Form failure={correct.failure} fields={["description", "dueOn"]} onSubmit={submit}>
        <TextField
          type="date"
          label={t`Due date`}
          isOptional
          value={dueOn}
          onChange={setDueOn}
          error={fieldError(correct.failure, "dueOn")}
        />
        <TextArea
          label={t`What the invoice is for`}
          isOptional
          maxLength={2000}
          value={description}
          onChange={setDescription}
          error={fieldError(correct.failure, "description")}
        />
        <Button type="submit" look="primary" isWide isPending={correct.isPending}>
          <Trans>Save</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
