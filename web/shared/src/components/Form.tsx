import type { ReactNode } from "react";
import type { Failure } from "../graphql/index.ts";
import { ErrorCallout } from "./Callout.tsx";

type Props = {
  /** What went wrong when it was sent. The names of `fields` show their own. */
  failure?: Failure | null;
  /** The fields of the input that this form shows. */
  fields?: readonly string[];
  onSubmit(): void;
  children: ReactNode;
};

export function Form({ failure, fields = [], onSubmit, children }: Props) {
  const isOfField = failure?.field !== undefined && fields.includes(failure.field);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {failure && !isOfField && (
        <ErrorCallout>
          <p>{failure.message}</p>
        </ErrorCallout>
      )}
      {children}
    </form>
  );
}

/** The message of a failure if it is about this field of the input. */
export function fieldError(failure: Failure | null | undefined, field: string): string | null {
  return failure?.field === field ? failure.message : null;
}
