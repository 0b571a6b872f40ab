import { type ReactNode, useEffect, useRef } from "react";

type Props = {
  label: ReactNode;
  name: string; // CSS class
  title: string;
  isOpen: boolean;
  setOpen(open: boolean): void;
  children: ReactNode;
};

/** A button that opens a panel below it. Escape or a click elsewhere closes the panel. */
export function Popover({ label, name, title, isOpen, setOpen, children }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && container.current?.contains(event.target) === false) setOpen(false);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPointer, true);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer, true);
      document.removeEventListener("keydown", onKey);
    };
  }, [isOpen, setOpen]);

  return (
    <div className={`popover ${name}`} ref={container}>
      <button
        ref={button}
        type="button"
        className="popover-button"
        title={title}
        aria-haspopup="true"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
        <span className="arrow" aria-hidden="true">
          ▾
        </span>
      </button>
      {isOpen && <div className="popover-panel">{children}</div>}
    </div>
  );
}
