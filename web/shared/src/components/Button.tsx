import type { ComponentProps, ReactNode } from "react";

type Look = "primary" | "secondary" | "quiet" | "danger";

type Props = Omit<ComponentProps<"button">, "className"> & {
  look?: Look;
  /** What the button started has not ended: it shows so, and takes no second click. */
  isPending?: boolean;
  isWide?: boolean;
  /** An icon alone. `aria-label` says what it does. */
  isIcon?: boolean;
  children: ReactNode;
};

export function Button({ look = "secondary", isPending = false, isWide, isIcon, type = "button", children, onClick, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass(look, isWide, isIcon)}
      aria-disabled={isPending || undefined}
      onClick={(event) => (isPending ? event.preventDefault() : onClick?.(event))}
    >
      {isPending && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: Look = "secondary", isWide = false, isIcon = false): string {
  return `button button-${look}${isWide ? " button-wide" : ""}${isIcon ? " button-icon" : ""}`;
}
