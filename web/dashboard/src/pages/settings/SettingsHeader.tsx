import { PageHeader } from "@acompte/shared/components";
import { useLingui } from "@lingui/react/macro";
import { Link, useRoute } from "wouter";
import styles from "./settings.module.css";

/** The heading of a page of settings, and the way to the others. */
export function SettingsHeader({ title }: { title: string }) {
  const { t } = useLingui();
  return (
    <>
      <PageHeader title={title} />
      <nav className={`tabs-list ${styles.sections}`} aria-label={t`Settings`}>
        <Section to="/settings" label={t`Payments`} />
        <Section to="/settings/firm" label={t`Firm`} />
        <Section to="/settings/webhooks" label={t`Webhooks`} />
      </nav>
    </>
  );
}

function Section({ to, label }: { to: string; label: string }) {
  const [isCurrent] = useRoute(to);
  return (
    <Link className="tab" href={to} aria-current={isCurrent ? "page" : undefined} data-active={isCurrent || undefined}>
      {label}
    </Link>
  );
}
