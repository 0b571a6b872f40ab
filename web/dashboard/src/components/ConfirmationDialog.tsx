import { Button, Dialog, Form } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  mutation: { failure: Failure | null; isPending: boolean };
  /** What the button says. */
  action: ReactNode;
  isDangerous?: boolean;
  onConfirm(): void;
  onClose(): void;
  /** What happens then. */
  children: ReactNode;
};

/** Asks for confirmation before something that others notice or that is not easily undone. */
export function ConfirmationDialog({ title, mutation, action, isDangerous = false, onConfirm, onClose, children }: Props) {
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <Form failure={mutation.failure} onSubmit={onConfirm}>
        <div className="stack">{children}</div>
        <div className="form-actions">
          <Button type="submit" look={isDangerous ? "danger" : "primary"} isPending={mutation.isPending}>
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
