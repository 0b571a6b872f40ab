import { Field } from "@acompte/shared/components";
import { useEffect, useEffectEvent, useRef, useState } from "react";

const pause = 300;
const maxLength = 100;

type Props = { label: string; value: string; onChange(value: string): void };

/** A text to search for. It is passed on when the typing pauses. */
export function SearchField({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const passedOn = useRef(value);
  const passOn = useEffectEvent(onChange);

  useEffect(() => {
    // Filters can be changed elsewhere, too: by "back", or when all are cleared.
    if (value !== passedOn.current) {
      passedOn.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text.trim() === passedOn.current) return;
    const timer = setTimeout(() => {
      passedOn.current = text.trim();
      passOn(passedOn.current);
    }, pause);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="search"
          className="input"
          maxLength={maxLength}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
    </Field>
  );
}
