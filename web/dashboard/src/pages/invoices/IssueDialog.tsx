import { Button, Dialog, fieldError, Form, Money, MoneyField, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

const InvoiceFragment = graphql(`
  fragment IssueDialog_invoice on Invoice {
    id
    number
    total { amount currencyCode }
    client {
      id
      name
      creditAccount { id available { amount currencyCode } }
    }
  }
`);

const IssueInvoice = graphql(`
  mutation DashboardIssueInvoice($input: IssueInvoiceInput!) {
    issueInvoice(input: $input) {
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
      ... on InvalidAmount { field }
    }
  }
`);

type Props = {
  invoice: FragmentType<typeof InvoiceFragment>;
  /** Whether the viewer may pay from the client's credits. */
  canPay: boolean;
  onClose(): void;
};

export default function IssueDialog({ invoice, canPay, onClose }: Props) {
  const { t } = useLingui();
  const toast = useToast();
  const { id, number, total, client } = readFragment(InvoiceFragment, invoice);
  const { available } = client.creditAccount;
  const [fromCredits, setFromCredits] = useState("");
  const issue = useMutation(IssueInvoice);

  async function submit(): Promise<void> {
    const payload = await issue.run({ input: { invoiceId: id, payFromCredits: fromCredits || null } });
    if (!payload) return;
    toast(t`Invoice ${number} is issued.`);
    onClose();
  }
  return (
    <Dialog
      title={<Trans>Issue invoice {number}?</Trans>}
      description={
        <Trans>
          {client.name} sees it from then on, and <Money value={total} /> are due.
        </Trans>
      }
      isOpen
      keepsOpen
      onClose={onClose}
    >
      <Form failure={issue.failure} fields={["payFromCredits"]} onSubmit={submit}>
        {canPay && Number(available.amount) > 0 && (
          <MoneyField
            label={t`Pay from credits`}
            hint={
              <Trans>
                The client has <Money value={available} />.
              </Trans>
            }
            isOptional
            value={fromCredits}
            onChange={setFromCredits}
            error={fieldError(issue.failure, "payFromCredits")}
          />
        )}
        <Button type="submit" look="primary" isWide isPending={issue.isPending}>
          <Trans>Issue the invoice</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
