import type { CombinedError } from "@urql/core";
import type { MoneyValue } from "../language/formats.tsx";

/**
 * An expected error, with the message for the user, the name of the field if it is about one, and the limits of an
 * amount that is out of range.
 */
export type Failure = {
  __typename: string;
  message: string;
  field?: string;
  minimum?: MoneyValue | null;
  maximum?: MoneyValue | null;
};

/** Codes of errors with which the server refuses a mutation before it does anything. */
const refusals = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "RATE_LIMITED",
  "BAD_REQUEST",
  "CROSS_SITE",
  "NOT_TRUSTED",
];

/** The name of a failure that is not a type of the schema. */
export function nameError(error: CombinedError | undefined): "NoAnswer" | "Refused" | "Error" {
  if (error?.networkError) return "NoAnswer";
  // An error below the mutation's own field is of its payload: the mutation was done.
  const isRefused = error?.graphQLErrors.every(
    ({ extensions, path }) => refusals.includes(String(extensions?.code)) && (path?.length ?? 0) < 2,
  );
  return isRefused ? "Refused" : "Error";
}

/** Whether an error is about the amount of a payment. Those that can be about nothing else name no field. */
export const isAboutAmount = ({ __typename }: { __typename: string }): boolean =>
  ["InvalidAmount", "AmountExceedsPayable", "AmountOutOfRange"].includes(__typename);

/**
 * Whether the operation may have been done all the same: only its idempotency key finds out without doing it twice. With
 * IdempotencyConflict something was done with the key, though with other input.
 */
export const isUnanswered = ({ __typename }: Failure): boolean =>
  ["NoAnswer", "Error", "ProviderUnavailable", "IdempotencyConflict"].includes(__typename);

/**
 * Whether, after an attempt that failed like this, the operation may have been done by it or by an earlier one. A refusal
 * comes before the key is looked up, so it says nothing about earlier attempts; every other expected error does.
 */
export const mayBeDoneAfter = (failure: Failure, mightBeDone: boolean): boolean =>
  isUnanswered(failure) || (mightBeDone && failure.__typename === "Refused");
