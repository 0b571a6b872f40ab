import { Button, Callout, Dialog, Form, TextField, useToast } from "@acompte/shared/components";
import { graphql, useMutation } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";

const TransferOwnership = graphql(`
  mutation DashboardTransferOwnership($memberId: ID!, $password: String!) {
    transferOwnership(input: { memberId: $memberId, password: $password }) {
      ... on FirmPayload {
        firm { id members { id role rights assignedClients(first: 3) { totalCount edges { node { id name } } } } }
      }
      ... on UserError { message }
    }
  }
`);

export function TransferOwnershipDialog({ member, onClose }: { member: { id: string; name: string }; onClose(): void }) {
  const { t } = useLingui();
  const showToast = useToast();
  const transfer = useMutation(TransferOwnership);
  const [password, setPassword] = useState("");
  const { id, name } = member;
  return (
    <Dialog title={<Trans>Make {name} the owner</Trans>} isOpen keepsOpen onClose={onClose}>
      <Form
        failure={transfer.failure}
        onSubmit={async () => {
          if (!(await transfer.run({ memberId: id, password }))) return;
          onClose();
          showToast(<Trans>{name} is now the owner.</Trans>);
        }}
      >
        <Callout tone="warning">
          <p>
            <Trans>You become an admin. Only {name} can make you the owner again.</Trans>
          </p>
        </Callout>
        <TextField
          label={t`Your password`}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" look="danger" isWide isPending={transfer.isPending}>
          <Trans>Transfer the ownership</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
