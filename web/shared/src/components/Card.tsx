import { type ReactNode, useId } from "react";

/** A part of a page, with a heading. */
export function Card({ title, end, children }: { title?: ReactNode; end?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={title ? id : undefined}>
      {title && (
        <div className="card-header">
          <h2 id={id}>{title}</h2>
          {end}
        </div>
      )}
      {children}
    </section>
  );
}

/** What a list shows while there is nothing in it. */
export function EmptyState({ icon, title, children }: { icon?: ReactNode; title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      {icon}
      <p className="empty-title">{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
