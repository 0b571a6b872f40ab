import { expect, test } from "vitest";
import { digitsOf, lineAmount, sumAmounts } from "./invoiceTotals.ts";

test.each([
  ["1", "1200", 2, "1200.00"],
  ["3", "0.10", 2, "0.30"],
  ["1.5", "99.99", 2, "149.99"],
  ["0.5", "0.01", 2, "0.01"],
  ["0.499999", "0.01", 2, "0.00"],
  ["0.333333", "3", 2, "1.00"],
  ["2.5", "101", 0, "253"],
  ["1", "1.234", 3, "1.234"],
  ["1.50", "1.500", 2, "2.25"],
])("%s at %s with %i decimals is %s", (quantity, unitPrice, digits, amount) => {
  expect(lineAmount(quantity, unitPrice, digits)).toBe(amount);
});

test.each([
  ["", "1"],
  ["1", ""],
  ["one", "1"],
  ["1", "1.234"],
  ["0.1234567", "1"],
])("%j at %j is no amount", (quantity, unitPrice) => {
  expect(lineAmount(quantity, unitPrice, 2)).toBeNull();
});

test("sums are exact", () => {
  expect(sumAmounts(["0.10", "0.20"], 2)).toBe("0.30");
  expect(sumAmounts([], 2)).toBe("0.00");
  expect(sumAmounts(["9999999999.99", "0.01"], 2)).toBe("10000000000.00");
});

test("currencies have the decimals of ISO 4217", () => {
  expect(["EUR", "JPY", "KWD"].map(digitsOf)).toEqual([2, 0, 3]);
});
