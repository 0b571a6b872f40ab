import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { NoticeKind } from "../graphql/generated/graphql.ts";

const names: Record<NoticeKind, MessageDescriptor> = {
  CREDIT_ADDED: msg`Credits are added`,
  DEBIT_RETURNED: msg`A bank debit is returned`,
  DISPUTE_CLOSED: msg`A dispute is closed`,
  DISPUTE_OPENED: msg`A payment is disputed`,
  INVOICE_ISSUED: msg`An invoice is issued`,
  INVOICE_OVERDUE: msg`An invoice is overdue`,
  INVOICE_VOIDED: msg`An invoice is voided`,
  PAYMENT_FAILED: msg`A payment fails`,
  PAYMENT_RECEIVED: msg`A payment is received`,
  PAYMENT_STUCK: msg`A payment takes unusually long`,
  PREPAYMENT_FAILED: msg`A prepayment fails`,
  PREPAYMENT_RECEIVED: msg`A prepayment is received`,
  PREPAYMENT_UNAVAILABLE: msg`Clients can no longer prepay`,
  PROVIDER_RESTRICTED: msg`The payment provider restricts the account`,
  REFUND_FAILED: msg`A refund fails`,
  REFUND_SUCCEEDED: msg`A refund is paid out`,
  WEBHOOK_ENDPOINT_DISABLED: msg`A webhook endpoint is disabled`,
};

export function NoticeKindName({ kind }: { kind: NoticeKind }) {
  const { t } = useLingui();
  return t(names[kind]);
}
