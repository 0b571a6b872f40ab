import { Button, Dialog, Form } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  mutation: { failure: Failure | null; isPending: boolean };
  /** What the button says. */
  action: ReactNode;
  onConfirm(): void;
  onClose(): void;
  /** What will happen. */
  children: ReactNode;
};

/** Asks before something that is not easily taken back. */
export function ConfirmationDialog({ title, mutation, action, onConfirm, onClose, children }: Props) {
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form failure={mutation.failure} onSubmit={onConfirm}>
        <div className="stack">{children}</div>
        <div className="form-actions">
          <Button type="submit" look="danger" isPending={mutation.isPending}>
            {action}
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
