import { expect, test } from "vitest";
import { difference } from "./difference.ts";

test.each([
  ["500.00", ["200.00", "150.00"], "150.00"],
  ["0.30", ["0.10", "0.20"], "0.00"],
  ["100.00", ["50.00", "100.00"], "-50.00"],
  ["0.40", ["0.45"], "-0.05"],
  ["1000", ["1"], "999"],
  ["9999999999.99", ["0.01"], "9999999999.98"],
  ["1.500", [], "1.500"],
])("%s less %j is %s", (total, parts, rest) => {
  expect(difference(total, parts)).toBe(rest);
});
