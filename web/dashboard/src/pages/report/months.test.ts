import { expect, test } from "vitest";
import { addMonths, firstDay, isMonth, lastDay, monthsUntil, presentMonth } from "./months.ts";

test("the present month is that of the firm's time zone", () => {
  const now = new Date("2026-12-31T23:30:00Z");
  expect(presentMonth("America/New_York", now)).toBe("2026-12");
  expect(presentMonth("Europe/Paris", now)).toBe("2027-01");
});

test("months follow each other across years", () => {
  expect(addMonths("2026-11", 3)).toBe("2027-02");
  expect(addMonths("2026-01", -13)).toBe("2024-12");
  expect(monthsUntil("2026-02", 3)).toEqual(["2025-12", "2026-01", "2026-02"]);
});

test("a month has its days", () => {
  expect([firstDay("2024-02"), lastDay("2024-02")]).toEqual(["2024-02-01", "2024-02-29"]);
  expect(lastDay("2026-12")).toBe("2026-12-31");
});

test("only months are months", () => {
  expect(["2026-01", "2026-13", "2026-1", "", null].map(isMonth)).toEqual([true, false, false, false, false]);
});
