import { useLingui } from "@lingui/react/macro";
import { useCallback, useState } from "react";
import { useClient } from "urql";
import { parseDocument } from "./document.ts";
import { type Failure, isAboutAmount, mayBeDoneAfter, nameError } from "./failure.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";

/** What the one field of a mutation returns. */
type Result<Data> = NonNullable<Data[Exclude<keyof Data, "__typename">]>;
type IsFailure<Member> = Member extends { __typename: `${string}Payload` }
  ? false
  : Member extends { message: string }
    ? true
    : Member extends { __typename: infer Name }
      ? Name extends "SeatChoice"
        ? false
        : true
      : false;
type Success<Member> = Member extends unknown ? (IsFailure<Member> extends true ? never : Member) : never;

type FailureOf<Member> = Member extends unknown ? (IsFailure<Member> extends true ? Member & { message: string } : never) : never;

export type MutationState<Data, Variables> = {
  /** Runs the mutation. Null if it failed: `failure` says why. */
  run(variables: Variables): Promise<Success<Result<Data>> | null>;
  isPending: boolean;
  /** Whether an attempt may have been done without an answer: one that is refused afterwards does not tell. */
  isUnknown: boolean;
  /** Whether it is pending or unknown: its idempotency key has to be kept, and other input would be another operation. */
  mayBeDone: boolean;
  failure: (Failure & Partial<FailureOf<Result<Data>>>) | null;
  /** Forgets the failure, and that an attempt is unknown. */
  clearFailure(): void;
};

/** A mutation of one field. Its expected errors, and an answer that did not come, are its `failure`. */
export function useMutation<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
): MutationState<Data, Variables> {
  type State = MutationState<Data, Variables>;
  const client = useClient();
  const { t } = useLingui();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<State["failure"]>(null);
  const [isUnknown, setUnknown] = useState(false);

  const run = useCallback<State["run"]>(
    async (variables) => {
      setPending(true);
      setFailure(null);
      function fail(reason: Failure): null {
        setFailure(reason as State["failure"]);
        setUnknown((wasUnknown) => mayBeDoneAfter(reason, wasUnknown));
        return null;
      }
      try {
        const { data, error } = await client
          .mutation(parseDocument(document), variables as Variables & Record<string, unknown>)
          .toPromise();
        const result = Object.entries(data ?? {}).find(([name]) => name !== "__typename")?.[1];
        if (error !== undefined || result === null || result === undefined) {
          const message = error?.networkError
            ? t`There was no answer. Check your connection, and try again: nothing is done twice.`
            : (error?.graphQLErrors[0]?.message ?? t`Something went wrong on our side. Please try again.`);
          return fail({ __typename: nameError(error), message });
        }
        if (isFailure(result)) {
          const field = result.field ?? (isAboutAmount(result) ? "amount" : undefined);
          return fail({ ...result, field });
        }
        setUnknown(false);
        return result as Success<Result<Data>>;
      } finally {
        setPending(false);
      }
    },
    [client, document, t],
  );
  const clearFailure = useCallback(() => {
    setFailure(null);
    setUnknown(false);
  }, []);
  return { run, isPending, isUnknown, mayBeDone: isPending || isUnknown, failure, clearFailure };
}

const isFailure = (result: unknown): result is Failure =>
  typeof result === "object" &&
  result !== null &&
  "message" in result &&
  "__typename" in result &&
  !String(result.__typename).endsWith("Payload");
