import { Button, Dialog, fieldError, Form, TextField, useToast } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

const VoidInvoice = graphql(`
  mutation DashboardVoidInvoice($input: VoidInvoiceInput!) {
    voidInvoice(input: $input) {
      ... on InvoicePayload {
        invoice {
          id
          client { id amountDue { amount currencyCode } }
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
    }
  }
`);

export default function VoidDialog({ invoiceId, number, onClose }: { invoiceId: string; number: string; onClose(): void }) {
  const { t } = useLingui();
  const toast = useToast();
  const [reason, setReason] = useState("");
  const voidInvoice = useMutation(VoidInvoice);

  async function submit(): Promise<void> {
    const payload = await voidInvoice.run({ input: { invoiceId, reason } });
    if (!payload) return;
    toast(t`Invoice ${number} is void.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Void invoice {number}?</Trans>}
      description={<Trans>Nothing is due of it any more. What was paid from credits goes back to them. This cannot be undone.</Trans>}
      isOpen
      keepsOpen
      onClose={onClose}
    >
      <Form failure={voidInvoice.failure} fields={["reason"]} onSubmit={submit}>
        <TextField
          label={t`Reason`}
          hint={t`The client can read it.`}
          maxLength={500}
          value={reason}
          onChange={setReason}
          error={fieldError(voidInvoice.failure, "reason")}
        />
        <Button type="submit" look="danger" isWide isPending={voidInvoice.isPending}>
          <Trans>Void the invoice</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
