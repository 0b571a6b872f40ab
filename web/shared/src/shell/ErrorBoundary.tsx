import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode } from "react";
import { Button } from "../components/Button.tsx";
import { ErrorCallout } from "../components/Callout.tsx";

/** Shows that what it contains has failed, instead of nothing. */
export class ErrorBoundary extends Component<{ fallback: ReactNode; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}

/** In the place of a page that has failed. */
export function PageFailure() {
  return (
    <ErrorCallout>
      <p>
        <Trans>This page has failed. Load it again; what was sent is safe.</Trans>
      </p>
      <Button onClick={() => location.reload()}>
        <Trans>Load again</Trans>
      </Button>
    </ErrorCallout>
  );
}

/** In the place of everything. */
export function AppFailure() {
  return (
    <div className="entry">
      <main className="entry-main">
        <PageFailure />
      </main>
    </div>
  );
}
