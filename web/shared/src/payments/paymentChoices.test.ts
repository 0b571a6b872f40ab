import { expect, test } from "vitest";
import { amountsToChoose, amountToPay, sourcesToChoose } from "./paymentChoices.ts";

const money = (amount: string) => ({ amount });

test("all is offered until a part is paid, and then what remains", () => {
  expect(amountsToChoose({ total: money("50.00"), amountPayable: money("50.00"), depositDue: null })).toEqual(["FULL", "PARTIAL"]);
  expect(amountsToChoose({ total: money("50.00"), amountPayable: money("20.00"), depositDue: null })).toEqual(["REMAINING", "PARTIAL"]);
});

test("a deposit is offered while something of it is due", () => {
  const invoice = { total: money("1000.00"), amountPayable: money("1000.00") };
  expect(amountsToChoose({ ...invoice, depositDue: money("300.00") })).toEqual(["DEPOSIT", "FULL", "PARTIAL"]);
  expect(amountsToChoose({ ...invoice, depositDue: money("0.00") })).toEqual(["FULL", "PARTIAL"]);
});

test("what is not a decimal is not sent", () => {
  expect(amountToPay("PARTIAL", "12.50")).toEqual({ partial: "12.50" });
  expect(amountToPay("PARTIAL", "twelve")).toBeNull();
  expect(amountToPay("DEPOSIT", "")).toEqual({ choice: "DEPOSIT" });
});

test("credits that do not suffice are offered with a method for the rest", () => {
  const all = ["PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"] as const;
  expect(sourcesToChoose(all, true)).toEqual(["CREDITS", "CARD", "BANK_DEBIT"]);
  expect(sourcesToChoose(all, false)).toEqual(["CREDITS_AND_CARD", "CREDITS_AND_BANK_DEBIT", "CARD", "BANK_DEBIT"]);
  expect(sourcesToChoose(["PAY_FROM_CREDITS"], false)).toEqual(["CREDITS"]);
  expect(sourcesToChoose(["PAY_BY_CARD"], false)).toEqual(["CARD"]);
  expect(sourcesToChoose(["UPDATE", "VOID"], true)).toEqual([]);
});
