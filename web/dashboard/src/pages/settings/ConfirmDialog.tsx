import { Alert, Button, Dialog } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** What happens, before it does. */
  children: ReactNode;
  action: ReactNode;
  isDangerous?: boolean;
  isPending: boolean;
  failure: Failure | null;
  onConfirm(): void;
  onClose(): void;
};

/** Asks before something that others notice. */
export function ConfirmDialog({ title, children, action, isDangerous = false, isPending, failure, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {failure && (
        <Alert>
          <p>{failure.message}</p>
        </Alert>
      )}
      {children}
      <div className="form-actions">
        <Button look={isDangerous ? "danger" : "primary"} isPending={isPending} onClick={onConfirm}>
          {action}
        </Button>
        <Button look="quiet" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
