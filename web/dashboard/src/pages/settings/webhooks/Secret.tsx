import { Button, Callout, TextField } from "@acompte/shared/components";
import { Trans, useLingui } from "@lingui/react/macro";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import styles from "../settings.module.css";

type Props = {
  /** Null: an earlier answer had it, which did not arrive. */
  secret: string | null;
  onClose(): void;
};

/** The secret of an endpoint, which is shown once. */
export function Secret({ secret, onClose }: Props) {
  const { t } = useLingui();
  const [isCopied, setCopied] = useState(false);
  if (secret === null) {
    return (
      <>
        <Callout tone="warning">
          <p>
            <Trans>
              The endpoint has been added, but its secret was lost on the way, and is not shown twice. Open the endpoint
              and make a new secret.
            </Trans>
          </p>
        </Callout>
        <Close onClose={onClose} />
      </>
    );
  }
  return (
    <>
      <Callout tone="warning">
        <p>
          <Trans>Copy the secret now: it is not shown again. Your system verifies with it that a webhook is ours.</Trans>
        </p>
      </Callout>
      <div className={styles.secret}>
        <TextField
          label={t`Secret`}
          value={secret}
          readOnly
          onChange={() => undefined}
          onFocus={(event) => event.target.select()}
        />
        {/* Browsers give no clipboard to pages without https. */}
        {navigator.clipboard && (
          <Button
            onClick={async () => {
              await navigator.clipboard.writeText(secret);
              setCopied(true);
            }}
          >
            {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
            <span role="status">{isCopied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}</span>
          </Button>
        )}
      </div>
      <Close onClose={onClose} />
    </>
  );
}

function Close({ onClose }: { onClose(): void }) {
  return (
    <div className="form-actions">
      <Button look="primary" onClick={onClose}>
        <Trans>Done</Trans>
      </Button>
    </div>
  );
}
