import { parseAmount } from "@acompte/shared/components/parseAmount";
import type { InvoiceLineInput } from "@acompte/shared/graphql/types";
import { lineAmount, sumAmounts } from "./invoiceTotals.ts";

/** A line as it is typed: the quantity as the viewer's language writes it, the price as a decimal. */
export type Line = { key: string; description: string; quantity: string; unitPrice: string };

/** The fields of an invoice as they are typed. Empty: none. */
export type InvoiceInput = {
  clientId: string;
  number: string;
  description: string;
  lines: Line[];
  deposit: string;
  dueOn: string;
  isIssued: boolean;
  fromCredits: string;
};

export const newLine = (): Line => ({ key: crypto.randomUUID(), description: "", quantity: "1", unitPrice: "" });

const isDecimal = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

/** The first field that is not a number though it has to be, by its name in the API. */
export function findNonNumber({ lines, deposit, fromCredits }: InvoiceInput, locale: string): string | null {
  for (const [index, { quantity, unitPrice }] of lines.entries()) {
    if (parseAmount(quantity, locale) === null) return `lines.${index}.quantity`;
    if (!isDecimal(unitPrice)) return `lines.${index}.unitPrice`;
  }
  if (deposit !== "" && !isDecimal(deposit)) return "depositRequested";
  return fromCredits !== "" && !isDecimal(fromCredits) ? "payFromCredits" : null;
}

export const toLineInputs = (lines: readonly Line[], locale: string): InvoiceLineInput[] =>
  lines.map(({ description, quantity, unitPrice }) => ({
    description,
    quantity: parseAmount(quantity, locale) ?? quantity,
    unitPrice,
  }));

/** The amount of each line, where it is known, and their sum. */
export function calculateTotals(lines: readonly Line[], locale: string, currencyDigits: number) {
  const amounts = lines.map(({ quantity, unitPrice }) =>
    lineAmount(parseAmount(quantity, locale) ?? "", unitPrice, currencyDigits),
  );
  return { amounts, total: sumAmounts(amounts.filter((amount) => amount !== null), currencyDigits) };
}

/** The names of all fields that a form of so many lines shows. */
export const fieldNames = (lineCount: number): string[] => [
  ...["clientId", "number", "description", "depositRequested", "dueOn", "payFromCredits"],
  ...Array.from({ length: lineCount }, (_, index) => [
    `lines.${index}`,
    ...["description", "quantity", "unitPrice"].map((name) => `lines.${index}.${name}`),
  ]).flat(),
];
