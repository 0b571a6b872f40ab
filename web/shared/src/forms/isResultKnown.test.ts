import { CombinedError } from "@urql/core";
import { expect, test } from "vitest";
import { isResultKnown, isResultLoading } from "./isResultKnown.ts";

const error = new CombinedError({ networkError: new Error("Failed to fetch") });
const sent = { wasSent: true };
const status = (text: string) => ({ data: { operation: { status: text } }, error: undefined });

test("of a form that was not sent, nothing has to be found out", () => {
  const nothing = { data: undefined, error: undefined };
  expect(isResultKnown({ wasSent: false }, nothing)).toBe(true);
  expect(isResultLoading({ wasSent: false }, nothing)).toBe(false);
});

test("the server's word is waited for", () => {
  const nothing = { data: undefined, error: undefined };
  expect(isResultKnown(sent, nothing)).toBe(false);
  expect(isResultLoading(sent, nothing)).toBe(true);
});

test("it was done, or it was not", () => {
  expect(isResultKnown(sent, status("DONE"))).toBe(true);
  expect(isResultKnown(sent, { data: { operation: null }, error: undefined })).toBe(true);
});

test("what is in progress may still be done", () => {
  expect(isResultKnown(sent, status("IN_PROGRESS"))).toBe(false);
});

test("an error says neither", () => {
  expect(isResultKnown(sent, { data: undefined, error })).toBe(false);
  expect(isResultKnown(sent, { data: { operation: null }, error })).toBe(false);
  expect(isResultLoading(sent, { data: undefined, error })).toBe(false);
});
