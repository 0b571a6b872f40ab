import { Trans } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value, and what to do about it. */
  error?: string | null;
  isOptional?: boolean;
};

type ControlProps = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/** A control with its label, hint and error. */
export function Field({
  label,
  hint,
  error,
  isOptional = false,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}{" "}
        {isOptional && (
          <span className="field-optional">
            <Trans>optional</Trans>
          </span>
        )}
      </label>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="field-error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </div>
  );
}
