import { expect, test } from "vitest";
import { parseAmount } from "./parseAmount.ts";

test.each([
  ["1 234,50", "fr", "1234.50"],
  ["1\u202f234,50 €", "fr", "1234.50"],
  ["1,234.50", "en", "1234.50"],
  ["1.234,50", "en", "1234.50"],
  ["1,234", "en", "1234"],
  ["1,234", "fr", "1.234"],
  ["12,5", "en", "12.5"],
  ["1,234,567", "fr", "1234567"],
  ["EUR 5", "en", null],
  ["5 EUR", "en", "5"],
  ["$5.00", "en", "5.00"],
  ["007", "en", "7"],
  [".5", "en", "0.5"],
  ["5.", "en", "5"],
  ["", "en", null],
  ["-5", "en", null],
  ["1,23,456", "en", null],
  ["1.2.3,4,5", "en", null],
  ["abc", "en", null],
])("%j in %s is %j", (text, locale, amount) => {
  expect(parseAmount(text, locale)).toBe(amount);
});
