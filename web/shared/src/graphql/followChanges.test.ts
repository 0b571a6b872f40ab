import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followChanges } from "./followChanges.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function follow() {
  const starts: { after: string | null; onCursor(cursor: string): void; onEnded(): void }[] = [];
  const unsubscribe = vi.fn();
  const stop = followChanges("first", (after, onCursor, onEnded) => {
    starts.push({ after, onCursor, onEnded });
    return unsubscribe;
  });
  return { starts, stop, unsubscribe, last: () => starts[starts.length - 1]! };
}

test("resumes after the last cursor", () => {
  const { starts, last } = follow();
  last().onCursor("second");
  last().onEnded();
  expect(starts).toHaveLength(1);
  vi.advanceTimersByTime(500);
  expect(starts.map(({ after }) => after)).toEqual(["first", "second"]);
});

test("tries less often while nothing comes, and soon again once something came", () => {
  const { starts, last } = follow();
  for (const delay of [500, 1000, 2000]) {
    last().onEnded();
    vi.advanceTimersByTime(delay - 1);
    const before = starts.length;
    vi.advanceTimersByTime(1);
    expect(starts).toHaveLength(before + 1);
  }
  last().onCursor("second");
  last().onEnded();
  vi.advanceTimersByTime(500);
  expect(last().after).toBe("second");
});

test("an end that is reported twice starts once", () => {
  const { starts, last } = follow();
  const { onEnded } = last();
  onEnded();
  onEnded();
  vi.advanceTimersByTime(60_000);
  expect(starts).toHaveLength(2);
});

test("stops", () => {
  const { starts, stop, unsubscribe, last } = follow();
  stop();
  last().onEnded();
  vi.advanceTimersByTime(60_000);
  expect(starts).toHaveLength(1);
  expect(unsubscribe).toHaveBeenCalledOnce();
});
