import type { MemberRight } from "@acompte/shared/graphql/types";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

export const rightNames: Record<MemberRight, MessageDescriptor> = {
  VIEW_ALL_CLIENTS: msg`See all clients`,
  MANAGE_CLIENTS: msg`Manage clients`,
  MANAGE_INVOICES: msg`Manage invoices`,
  MANAGE_PAYMENTS: msg`Manage payments`,
};

export const rightHints: Record<MemberRight, MessageDescriptor> = {
  VIEW_ALL_CLIENTS: msg`Not only those assigned below.`,
  MANAGE_CLIENTS: msg`Add, change and archive clients; invite and remove their users.`,
  MANAGE_INVOICES: msg`Write, issue and void invoices. With payments, pay them for the client.`,
  MANAGE_PAYMENTS: msg`Make prepayments for clients, record money, refund, and issue credit notes.`,
};
