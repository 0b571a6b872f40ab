import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type Tone = "info" | "good" | "warning" | "bad";

const icons = { info: Info, good: CircleCheck, warning: TriangleAlert, bad: CircleAlert };

/** Something to know about what stands here. */
export function Notice({ tone = "info", children }: { tone?: Tone; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice-${tone}`}>
      <Icon className="icon" aria-hidden="true" />
      <div className="notice-text">{children}</div>
    </div>
  );
}

/** Something that went wrong just now. Screen readers say it at once. */
export function Alert({ children }: { children: ReactNode }) {
  return (
    <div role="alert">
      <Notice tone="bad">{children}</Notice>
    </div>
  );
}
