import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** The fields that activities tell changes of, by their names in the API. */
export const fieldNames: Partial<Record<string, MessageDescriptor>> = {
  name: msg`Name`,
  email: msg`Email address`,
  reference: msg`Reference`,
  users: msg`Users`,
  timeZone: msg`Time zone`,
  locale: msg`Language`,
  replyTo: msg`Email address for answers`,
  role: msg`Role`,
  "previousOwner.role": msg`Role of the former owner`,
  rights: msg`Rights`,
  assignedClients: msg`Assigned clients`,
  hideInvoicesFromClients: msg`Invoices hidden from clients`,
  paymentMethod: msg`Payment method`,
  creditApplication: msg`Use of credits`,
  defaultProvider: msg`Default account`,
  status: msg`Status`,
  methods: msg`Methods`,
  "prepayment.enabled": msg`Prepayments`,
  "prepayment.method": msg`Prepayment method`,
  "prepayment.minimum": msg`Smallest prepayment`,
  "prepayment.maximum": msg`Largest prepayment`,
};
