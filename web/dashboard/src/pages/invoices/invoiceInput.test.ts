import { expect, test } from "vitest";
import { calculateTotals, fieldNames, findNonNumber, type InvoiceInput, toLineInputs } from "./invoiceInput.ts";

const line = (quantity: string, unitPrice: string) => ({ key: quantity, description: "Advice", quantity, unitPrice });
const input = (changes: Partial<InvoiceInput>): InvoiceInput => ({
  clientId: "c1",
  number: "",
  description: "",
  lines: [line("1", "100")],
  deposit: "",
  dueOn: "",
  isIssued: true,
  fromCredits: "",
  ...changes,
});

test("quantities are read as the viewer's language writes them", () => {
  expect(toLineInputs([line("1,5", "80.00")], "fr")[0]?.quantity).toBe("1.5");
});

test("what is not a number is found before it is sent", () => {
  expect(findNonNumber(input({}), "en")).toBeNull();
  expect(findNonNumber(input({ lines: [line("1", "100"), line("two", "100")] }), "en")).toBe("lines.1.quantity");
  expect(findNonNumber(input({ lines: [line("1", "much")] }), "en")).toBe("lines.0.unitPrice");
  expect(findNonNumber(input({ deposit: "half" }), "en")).toBe("depositRequested");
  expect(findNonNumber(input({ fromCredits: "all" }), "en")).toBe("payFromCredits");
});

test("the total is that of the lines that are complete", () => {
  expect(calculateTotals([line("2", "10.50"), line("1", "")], "en", 2)).toEqual({
    amounts: ["21.00", null],
    total: "21.00",
  });
});

test("the API's names of lines are known", () => {
  expect(fieldNames(2)).toContain("lines.1.unitPrice");
  expect(fieldNames(1)).not.toContain("lines.1.unitPrice");
});
