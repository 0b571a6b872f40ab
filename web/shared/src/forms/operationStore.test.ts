import { beforeEach, expect, test } from "vitest";
import { readOperation, removeOperation, writeOperation } from "./operationStore.ts";

beforeEach(() => sessionStorage.clear());

test("what was sent is found after a reload, until its answer came", () => {
  const operation = { idempotencyKey: "key", input: { amount: "5.00" }, isSent: true };
  writeOperation("prepayment", operation);
  expect(readOperation("prepayment")).toEqual(operation);
  expect(readOperation("payment")).toBeNull();
  removeOperation("prepayment");
  expect(readOperation("prepayment")).toBeNull();
});
