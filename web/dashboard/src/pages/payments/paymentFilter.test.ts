import { expect, test } from "vitest";
import { matches, readFilter } from "./paymentFilter.ts";

const address = (text: string) => {
  const parameters = new URLSearchParams(text);
  return { get: (name: string) => parameters.get(name) ?? "" };
};

test("refunded and disputed are no statuses", () => {
  expect(readFilter(address("status=REFUNDED"))).toMatchObject({ status: null, refunded: true, disputed: null });
  expect(readFilter(address("status=DISPUTED"))).toMatchObject({ status: null, refunded: null, disputed: true });
});

test("the address says what is listed", () => {
  expect(readFilter(address("status=FAILED&paidBy=CARD&search=pi_1&receivedFrom=2026-11-01"))).toMatchObject({
    status: ["FAILED"],
    paidBy: ["CARD"],
    search: "pi_1",
    receivedFrom: "2026-11-01",
  });
  expect(readFilter(address("status=x&paidBy=y"))).toMatchObject({ status: null, paidBy: null });
});

test("what has been received does not wait any more", () => {
  const filter = readFilter(address("status=REQUIRES_ACTION"));
  expect(matches(filter, { status: "REQUIRES_ACTION" })).toBe(true);
  expect(matches(filter, { status: "SUCCEEDED" })).toBe(false);
});
