import { Button, Dialog, Form, QueryView, Skeleton, useToast } from "@acompte/shared/components";
import { graphql, useMutation, useQuery } from "@acompte/shared/graphql";
import type { FirmRole, MemberRight } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { AssignedClient } from "./AssignedClientsField.tsx";
import { MemberFields, memberFields, type MemberInput, toMemberInput } from "./MemberFields.tsx";

const AssignedClientsDocument = graphql(`
  query DashboardAssignedClients($memberId: ID!, $after: String) {
    node(id: $memberId) {
      ... on FirmMember {
        id
        assignedClients(first: 100, after: $after) {
          edges { node { id name } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

const UpdateMember = graphql(`
  mutation DashboardUpdateMember($input: UpdateMemberInput!) {
    updateMember(input: $input) {
      ... on MemberPayload {
        member { ...MemberItem_member }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

type Member = { id: string; name: string; role: FirmRole; rights: readonly MemberRight[] };

export function EditMemberDialog({ member, onClose }: { member: Member; onClose(): void }) {
  const { name } = member;
  return (
    <Dialog title={<Trans>Role and rights of {name}</Trans>} isOpen keepsOpen onClose={onClose}>
      <AllAssignedClients memberId={member.id}>
        {(clients) => <MemberForm member={member} clients={clients} onClose={onClose} />}
      </AllAssignedClients>
    </Dialog>
  );
}

type AllProps = {
  memberId: string;
  after?: string | null;
  before?: readonly AssignedClient[];
  children(clients: readonly AssignedClient[]): ReactNode;
};

/** All clients of a member as they are now, page after page: saving replaces the whole set. */
function AllAssignedClients({ memberId, after = null, before = [], children }: AllProps) {
  const query = useQuery(AssignedClientsDocument, { memberId, after }, { requestPolicy: "network-only" });
  return (
    <QueryView query={query} skeleton={<Skeleton lines={6} />}>
      {({ node }) => {
        if (node?.__typename !== "FirmMember" || node.assignedClients === null) return null;
        const { edges, pageInfo } = node.assignedClients;
        const clients = [...before, ...edges.map((edge) => edge.node)];
        if (!pageInfo.hasNextPage) return children(clients);
        return (
          <AllAssignedClients memberId={memberId} after={pageInfo.endCursor} before={clients}>
            {children}
          </AllAssignedClients>
        );
      }}
    </QueryView>
  );
}

type FormProps = { member: Member; clients: readonly AssignedClient[]; onClose(): void };

function MemberForm({ member, clients, onClose }: FormProps) {
  const showToast = useToast();
  const update = useMutation(UpdateMember);
  const { id, name, role, rights } = member;
  // The rights of an admin are not granted individually.
  const [input, setInput] = useState<MemberInput>({ role, rights: role === "EMPLOYEE" ? rights : [], clients });
  return (
    <Form
      failure={update.failure}
      fields={memberFields}
      onSubmit={async () => {
        if (!(await update.run({ input: { memberId: id, ...toMemberInput(input) } }))) return;
        onClose();
        showToast(<Trans>The rights of {name} are saved.</Trans>);
      }}
    >
      <MemberFields
        input={input}
        onChange={(changes) => setInput({ ...input, ...changes })}
        failure={update.failure}
      />
      <Button type="submit" look="primary" isWide isPending={update.isPending}>
        <Trans>Save</Trans>
      </Button>
    </Form>
  );
}
