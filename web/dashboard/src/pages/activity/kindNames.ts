import type { ActivityKind } from "@acompte/shared/graphql/types";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const kindNames: Record<ActivityKind, MessageDescriptor> = {
  PAYMENT: msg`Payment`,
  PREPAYMENT: msg`Prepayment`,
  INVOICE: msg`Invoice`,
  CREDIT: msg`Credits`,
  REFUND: msg`Refund`,
  DISPUTE: msg`Dispute`,
  CLIENT: msg`Client`,
  PEOPLE: msg`People`,
  SETTINGS: msg`Settings`,
};
