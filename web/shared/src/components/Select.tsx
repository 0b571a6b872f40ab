import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./Field.tsx";

type Props<Value extends string> = FieldProps &
  Omit<ComponentProps<"select">, "onChange" | "value" | "className"> & {
    value: Value;
    options: readonly { value: Value; label: string }[];
    onChange(value: Value): void;
  };

export function Select<Value extends string>({ label, hint, error, isOptional, options, onChange, ...select }: Props<Value>) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <select {...select} {...control} className="input" onChange={(event) => onChange(event.target.value as Value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
