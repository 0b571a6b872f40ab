import { expect, test } from "vitest";
import { dayAfter, startOfDay } from "./startOfDay.ts";

test("a day begins at midnight of the time zone", () => {
  expect(startOfDay("2026-11-29", "Europe/Paris")).toBe("2026-11-28T23:00:00.000Z");
  expect(startOfDay("2026-07-01", "Europe/Paris")).toBe("2026-06-30T22:00:00.000Z");
  expect(startOfDay("2026-11-29", "America/New_York")).toBe("2026-11-29T05:00:00.000Z");
  expect(startOfDay("2026-11-29", "UTC")).toBe("2026-11-29T00:00:00.000Z");
});

test("a day on which the clocks change begins before they do", () => {
  expect(startOfDay("2026-03-29", "Europe/Paris")).toBe("2026-03-28T23:00:00.000Z");
  expect(startOfDay("2026-11-01", "America/New_York")).toBe("2026-11-01T04:00:00.000Z");
});

test("a year ends with its last day", () => {
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  expect(dayAfter("2026-03-28")).toBe("2026-03-29");
});
