import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type Tone = "info" | "good" | "warning" | "bad";

const icons = { info: Info, good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };

/** A box with information about what is beside it. */
export function Callout({ tone = "info", children }: { tone?: Tone; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={`callout callout-${tone}`}>
      <Icon className="icon" aria-hidden="true" />
      <div className="callout-text">{children}</div>
    </div>
  );
}

/** An error that has just occurred. Screen readers announce it at once. */
export function ErrorCallout({ children }: { children: ReactNode }) {
  return (
    <div role="alert">
      <Callout tone="bad">{children}</Callout>
    </div>
  );
}
