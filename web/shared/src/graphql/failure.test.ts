import { CombinedError } from "@urql/core";
import { expect, test } from "vitest";
import { isUnanswered, mayBeDoneAfter, nameError } from "./failure.ts";

const afterError = (code: string, path: string[] = ["payInvoice"]) =>
  isUnanswered({
    __typename: nameError(new CombinedError({ graphQLErrors: [{ message: "", path, extensions: { code } }] })),
    message: "",
  });

test("without an answer, an operation may have been done", () => {
  const error = new CombinedError({ networkError: new Error("Failed to fetch") });
  expect(isUnanswered({ __typename: nameError(error), message: "" })).toBe(true);
  expect(isUnanswered({ __typename: nameError(undefined), message: "" })).toBe(true);
  expect(isUnanswered({ __typename: "ProviderUnavailable", message: "" })).toBe(true);
  expect(isUnanswered({ __typename: "IdempotencyConflict", message: "" })).toBe(true);
});

test("after an internal error, an operation may have been done", () => {
  expect(afterError("INTERNAL_SERVER_ERROR")).toBe(true);
  expect(afterError("SERVICE_UNAVAILABLE")).toBe(true);
  expect(afterError("FORBIDDEN", ["payInvoice", "invoice", "client"])).toBe(true);
});

test("what the server refused was not done", () => {
  expect(isUnanswered({ __typename: "InvoiceNotPayable", message: "" })).toBe(false);
  expect(afterError("BAD_USER_INPUT")).toBe(false);
  expect(afterError("RATE_LIMITED", [])).toBe(false);
});

test("a refusal says nothing about an earlier attempt without an answer", () => {
  const failed = (__typename: string) => ({ __typename, message: "" });
  expect(mayBeDoneAfter(failed("NoAnswer"), false)).toBe(true);
  expect(mayBeDoneAfter(failed("Refused"), true)).toBe(true);
  expect(mayBeDoneAfter(failed("Refused"), false)).toBe(false);
  expect(mayBeDoneAfter(failed("InvoiceNotPayable"), true)).toBe(false);
});
