import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./Field.tsx";

type InputProps = Omit<ComponentProps<"input">, "onChange" | "value" | "className"> & {
  value: string;
  onChange(value: string): void;
};

export function TextField({ label, hint, error, isOptional, onChange, ...input }: FieldProps & InputProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <input
          {...input}
          {...control}
          className="input"
          required={!isOptional}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type AreaProps = Omit<ComponentProps<"textarea">, "onChange" | "value" | "className"> & {
  value: string;
  onChange(value: string): void;
};

export function TextArea({ label, hint, error, isOptional, onChange, ...area }: FieldProps & AreaProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <textarea
          {...area}
          {...control}
          className="input"
          required={!isOptional}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
