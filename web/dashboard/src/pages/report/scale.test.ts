import { expect, test } from "vitest";
import { scaleTicks } from "./scale.ts";

test("round values span what is shown", () => {
  expect(scaleTicks([0, 100])).toEqual([0, 25, 50, 75, 100]);
  expect(scaleTicks([320, 870.5])).toEqual([0, 250, 500, 750, 1000]);
});

test("zero is among them, below and above", () => {
  expect(scaleTicks([-30, 90])).toEqual([-50, 0, 50, 100]);
  expect(scaleTicks([-8, -2])).toEqual([-8, -6, -4, -2, 0]);
});

test("nothing has a scale, too", () => {
  expect(scaleTicks([0, 0])).toEqual([0, 1]);
  expect(scaleTicks([])).toEqual([0, 1]);
});
