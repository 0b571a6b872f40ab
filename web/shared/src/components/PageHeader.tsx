import { type ReactNode, useEffect, useRef } from "react";

let lastPath: string | null = null;

type Props = {
  title: string;
  /** On the page of an object, the way to the list that it is in: a `Breadcrumb`. */
  breadcrumb?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
};

/** The heading of a page. It names the document, and takes the focus when the page has been navigated to. */
export function PageHeader({ title, breadcrumb, description, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Acompte`;
  }, [title]);
  useEffect(() => {
    if (lastPath !== null && lastPath !== location.pathname) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    lastPath = location.pathname;
  }, []);
  return (
    <header className="page-header">
      {breadcrumb}
      <div className="page-header-text">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {description && <div>{description}</div>}
      </div>
      {actions && <div className="page-header-actions">{actions}</div>}
    </header>
  );
}
