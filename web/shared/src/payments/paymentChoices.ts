import type { AmountToPay, InvoiceAction, PaymentMethod, PaymentSource } from "../graphql/generated/graphql.ts";

export type AmountName = "DEPOSIT" | "FULL" | "REMAINING" | "PARTIAL";
export type SourceName = "CREDITS" | "CREDITS_AND_CARD" | "CREDITS_AND_BANK_DEBIT" | "CARD" | "BANK_DEBIT";

type Amount = { amount: string };
type Payable = { total: Amount; amountPayable: Amount; depositDue: Amount | null };

/** How much of an invoice can be paid, the likeliest first. FULL is offered until a part is paid, REMAINING from then on. */
export function amountsToChoose({ total, amountPayable, depositDue }: Payable): AmountName[] {
  const isUntouched = Number(total.amount) === Number(amountPayable.amount);
  const isDepositDue = depositDue !== null && Number(depositDue.amount) > 0;
  return [...(isDepositDue ? ["DEPOSIT" as const] : []), isUntouched ? "FULL" : "REMAINING", "PARTIAL"];
}

/** The amount of a choice, to show it. What is paid is calculated by the server. */
export function amountOf(name: AmountName, payable: Payable): string | null {
  switch (name) {
    case "DEPOSIT":
      return payable.depositDue?.amount ?? null;
    case "FULL":
      return payable.total.amount;
    case "REMAINING":
      return payable.amountPayable.amount;
    case "PARTIAL":
      return null;
  }
}

export function amountToPay(name: AmountName, partial: string): AmountToPay | null {
  if (name !== "PARTIAL") return { choice: name };
  return isDecimal(partial) ? { partial } : null;
}

export const isDecimal = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

/**
 * Where the money of a payment can come from. While credits do not cover the amount, a card or a debit pays the rest: credits alone
 * are offered only if nothing else is.
 */
export function sourcesToChoose(actions: readonly InvoiceAction[], creditsSuffice: boolean): SourceName[] {
  const methods: PaymentMethod[] = [
    ...(actions.includes("PAY_BY_CARD") ? ["CARD" as const] : []),
    ...(actions.includes("PAY_BY_BANK_DEBIT") ? ["BANK_DEBIT" as const] : []),
  ];
  if (!actions.includes("PAY_FROM_CREDITS")) return methods;
  if (creditsSuffice || methods.length === 0) return ["CREDITS", ...methods];
  return [...methods.map((method) => `CREDITS_AND_${method}` as const), ...methods];
}

export function sourceOf(name: SourceName): { from: PaymentSource; rest: PaymentMethod | null } {
  switch (name) {
    case "CREDITS_AND_CARD":
      return { from: "CREDITS", rest: "CARD" };
    case "CREDITS_AND_BANK_DEBIT":
      return { from: "CREDITS", rest: "BANK_DEBIT" };
    default:
      return { from: name, rest: null };
  }
}
