import { type ReactNode, useId } from "react";

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  isChecked: boolean;
  isDisabled?: boolean;
  onChange(isChecked: boolean): void;
};

export function Checkbox(props: Props) {
  return <Choice {...props} />;
}

/** A checkbox for something that is on or off at once. */
export function Switch(props: Props) {
  return <Choice {...props} isSwitch />;
}

function Choice({ label, hint, isChecked, isDisabled, onChange, isSwitch = false }: Props & { isSwitch?: boolean }) {
  const id = useId();
  return (
    <label className="choice">
      <input
        type="checkbox"
        role={isSwitch ? "switch" : undefined}
        className={isSwitch ? "switch" : undefined}
        checked={isChecked}
        disabled={isDisabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="choice-text">
        <span id={`${id}-label`}>{label}</span>
        {hint && (
          <span className="field-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
