import { expect, test } from "vitest";
import { matches, readFilter, readOrder } from "./invoiceFilter.ts";

const address = (text: string) => {
  const parameters = new URLSearchParams(text);
  return { get: (name: string) => parameters.get(name) ?? "" };
};

test("an empty address filters nothing, the newest first", () => {
  expect(Object.values(readFilter(address(""))).every((value) => value === null)).toBe(true);
  expect(readOrder(address(""))).toEqual({ field: "CREATED", direction: "DESC" });
});

test("the address says what is listed", () => {
  expect(readFilter(address("status=OVERDUE&client=c1&search=tax&dueTo=2026-12-31"))).toMatchObject({
    status: ["UNPAID", "PARTIALLY_PAID"],
    overdue: true,
    clientIds: ["c1"],
    search: "tax",
    dueTo: "2026-12-31",
    dueFrom: null,
  });
  expect(readOrder(address("order=DUE&direction=ASC"))).toEqual({ field: "DUE", direction: "ASC" });
});

test("an address that nobody meant is no error", () => {
  expect(readFilter(address("status=nonsense")).status).toBeNull();
  expect(readOrder(address("order=constructor")).field).toBe("CREATED");
});

test("what has been paid is not overdue any more", () => {
  const filter = readFilter(address("status=OVERDUE"));
  expect(matches(filter, { status: "UNPAID", isOverdue: true })).toBe(true);
  expect(matches(filter, { status: "UNPAID", isOverdue: false })).toBe(false);
  expect(matches(filter, { status: "PAID", isOverdue: false })).toBe(false);
});
