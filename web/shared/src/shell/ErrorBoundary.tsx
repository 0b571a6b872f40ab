import { Trans } from "@lingui/react/macro";
import { Component, type ReactNode } from "react";
import { Button } from "../components/Button.tsx";
import { Alert } from "../components/Notice.tsx";

/** Shows that a page failed, instead of nothing. A page at another path begins anew. */
export class ErrorBoundary extends Component<{ path: string; children: ReactNode }, { failedAt: string | null }> {
  override state = { failedAt: null as string | null };

  static getDerivedStateFromError(): { failedAt: string } {
    return { failedAt: location.pathname };
  }

  override render(): ReactNode {
    if (this.state.failedAt === null || !this.state.failedAt.endsWith(this.props.path)) return this.props.children;
    return (
      <Alert>
        <p>
          <Trans>This page has failed. Load it again; what was sent is safe.</Trans>
        </p>
        <Button onClick={() => location.reload()}>
          <Trans>Load again</Trans>
        </Button>
      </Alert>
    );
  }
}
