import { useLingui } from "@lingui/react/macro";
import { Link, useLocation } from "wouter";

/** The two pages about credits. */
export function CreditsNavigation() {
  const { t } = useLingui();
  const [path] = useLocation();
  const links = [
    { to: "/credits", label: t`Statement` },
    { to: "/credits/prepayments", label: t`Prepayments` },
  ];
  return (
    <nav className="tabs-list" aria-label={t`Credits`}>
      {links.map(({ to, label }) => (
        <Link key={to} className="tab" href={to} aria-current={path === to ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
