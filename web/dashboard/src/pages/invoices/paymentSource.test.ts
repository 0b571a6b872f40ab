import { expect, test } from "vitest";
import { sourcesOf } from "./paymentSource.ts";

test("credits that suffice come first, and need no rest", () => {
  expect(sourcesOf(["PAY_FROM_CREDITS", "PAY_BY_CARD"], true)).toEqual(["CREDITS", "CARD"]);
});

test("credits that do not suffice need a rest", () => {
  expect(sourcesOf(["PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"], false)).toEqual([
    "CREDITS_AND_CARD",
    "CREDITS_AND_BANK_DEBIT",
    "CARD",
    "BANK_DEBIT",
  ]);
});

test("only what the API lets the viewer do is offered", () => {
  expect(sourcesOf(["UPDATE", "VOID"], true)).toEqual([]);
  expect(sourcesOf(["PAY_BY_CARD"], true)).toEqual(["CARD"]);
  expect(sourcesOf(["PAY_FROM_CREDITS"], false)).toEqual(["CREDITS"]);
});
