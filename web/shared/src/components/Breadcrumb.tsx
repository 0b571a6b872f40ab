import { useLingui } from "@lingui/react/macro";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

/** The way from the page of an object up to the list that it is in. */
export function Breadcrumb({ to, children }: { to: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <nav className="breadcrumb" aria-label={t`Breadcrumb`}>
      <Link href={to}>
        <ChevronLeft className="icon" aria-hidden="true" />
        {children}
      </Link>
    </nav>
  );
}
