import { Trans } from "@lingui/react/macro";
import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./StripeLink.module.css";

/** Leads to a payment in the dashboard of Stripe or its simulator, where its disputes are answered. */
export function StripeLink({ reference, className, children }: { reference: string; className?: string; children: ReactNode }) {
  return (
    <a
      className={className ?? styles.link}
      href={`/providers/payments/${encodeURIComponent(reference)}`}
      target="_blank"
      rel="noreferrer"
    >
      {children}
      <ExternalLink className="icon" aria-hidden="true" />
      <span className="visually-hidden">
        {" "}
        <Trans>(in a new window)</Trans>
      </span>
    </a>
  );
}
