import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { PageHeader } from "../components/index.ts";

export default function NotFoundPage() {
  const { t } = useLingui();
  return (
    <div className="page">
      <PageHeader
        title={t`Page not found`}
        description={<Trans>The address is wrong, or you may not see what it leads to.</Trans>}
      />
      <p>
        <Link className="button button-secondary" href="/">
          <Trans>Go to the home page</Trans>
        </Link>
      </p>
    </div>
  );
}
