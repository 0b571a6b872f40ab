import { type ReactNode, useId } from "react";

type Option<Value extends string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  /** At the end of the card: an amount, say. */
  end?: ReactNode;
  isDisabled?: boolean;
};

type Props<Value extends string> = {
  label: ReactNode;
  value: Value | null;
  options: readonly Option<Value>[];
  error?: string | null;
  onChange(value: Value): void;
};

/** One choice out of few, each with room for an explanation. */
export function RadioCards<Value extends string>({ label, value, options, error, onChange }: Props<Value>) {
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="field-label">{label}</legend>
      <div className="radio-cards">
        {options.map((option) => (
          <label className="radio-card" key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={option.isDisabled}
              onChange={() => onChange(option.value)}
            />
            <span className="radio-card-text">
              <span>{option.label}</span>
              {option.hint && <span className="field-hint">{option.hint}</span>}
            </span>
            {option.end && <span className="radio-card-end">{option.end}</span>}
          </label>
        ))}
      </div>
      {error && (
        <div className="field-error" id={`${id}-error`}>
          {error}
        </div>
      )}
    </fieldset>
  );
}
