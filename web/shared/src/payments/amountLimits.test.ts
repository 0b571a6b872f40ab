import { expect, test } from "vitest";
import { amountLimits } from "./amountLimits.ts";

const [cents, payable, most] = [{ amount: "0.50" }, { amount: "700.00" }, { amount: "999999.99" }];
const outOfRange = { __typename: "AmountOutOfRange", minimum: cents, maximum: most };

test("an amount is limited by what is payable", () => {
  expect(amountLimits(payable, null)).toEqual({ minimum: null, maximum: payable });
  expect(amountLimits(payable, { __typename: "NothingPayable" })).toEqual({ minimum: null, maximum: payable });
});

test("a refused amount is also limited by what can be charged", () => {
  expect(amountLimits(payable, outOfRange)).toEqual({ minimum: cents, maximum: payable });
  expect(amountLimits({ amount: "1200000.00" }, outOfRange)).toEqual({ minimum: cents, maximum: most });
});
