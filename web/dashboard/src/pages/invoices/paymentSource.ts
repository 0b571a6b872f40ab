import type { InvoiceAction, PaymentMethod, PaymentSource } from "@acompte/shared/graphql/types";

/** Where the money of a payment comes from. */
export type Source = "CREDITS" | "CREDITS_AND_CARD" | "CREDITS_AND_BANK_DEBIT" | "CARD" | "BANK_DEBIT";

const instructions: Record<Source, { from: PaymentSource; rest: PaymentMethod | null }> = {
  CREDITS: { from: "CREDITS", rest: null },
  CREDITS_AND_CARD: { from: "CREDITS", rest: "CARD" },
  CREDITS_AND_BANK_DEBIT: { from: "CREDITS", rest: "BANK_DEBIT" },
  CARD: { from: "CARD", rest: null },
  BANK_DEBIT: { from: "BANK_DEBIT", rest: null },
};

export const toInstruction = (source: Source) => instructions[source];

/** What can be chosen, the credits first. If they do not suffice, the rest can be charged. */
export function sourcesOf(actions: readonly InvoiceAction[], creditsSuffice: boolean): Source[] {
  const hasCredits = actions.includes("PAY_FROM_CREDITS");
  const hasCard = actions.includes("PAY_BY_CARD");
  const hasDebit = actions.includes("PAY_BY_BANK_DEBIT");
  const offered: [Source, boolean][] = [
    ["CREDITS", hasCredits && creditsSuffice],
    ["CREDITS_AND_CARD", hasCredits && !creditsSuffice && hasCard],
    ["CREDITS_AND_BANK_DEBIT", hasCredits && !creditsSuffice && hasDebit],
    ["CARD", hasCard],
    ["BANK_DEBIT", hasDebit],
    // Where nothing else can be charged, the quote says how much there is.
    ["CREDITS", hasCredits && !creditsSuffice && !hasCard && !hasDebit],
  ];
  return offered.flatMap(([source, isOffered]) => (isOffered ? [source] : []));
}
