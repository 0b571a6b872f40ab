import { Badge, Button, Menu, MenuItem, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { MemberItem_memberFragment } from "@acompte/shared/graphql/types";
import { RoleName, useMember } from "@acompte/shared/shell";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Crown, Ellipsis, Pencil, UserRoundMinus } from "lucide-react";
import { useState } from "react";
import { ConfirmationDialog } from "../../components/ConfirmationDialog.tsx";
import { EditMemberDialog } from "./EditMemberDialog.tsx";
import { rightNames } from "./rights.ts";
import { TransferOwnershipDialog } from "./TransferOwnershipDialog.tsx";

const MemberItemFragment = graphql(`
  fragment MemberItem_member on FirmMember {
    id
    name
    email
    role
    rights
    assignedClients(first: 3) {
      totalCount
      edges { node { id name } }
    }
  }
`);

type Opened = "edit" | "transfer" | "remove";

/** A member, what they may do, and what the viewer can change of it. */
export function MemberItem({ member: masked }: { member: FragmentType<typeof MemberItemFragment> }) {
  const member = readFragment(MemberItemFragment, masked);
  const { id, name, email, role } = member;
  const { t } = useLingui();
  const viewer = useMember();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  // Nobody changes the owner, or themselves.
  const canChange = role !== "OWNER" && id !== viewer.id;
  const canTransfer = viewer.role === "OWNER" && id !== viewer.id;
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span className="row">
          <span>{name}</span>
          <Badge tone={role === "EMPLOYEE" ? "neutral" : "good"}>
            <RoleName role={role} />
          </Badge>
          {id === viewer.id && (
            <span className="soft small">
              <Trans>you</Trans>
            </span>
          )}
        </span>
        <span className="soft small">{email}</span>
        {role === "EMPLOYEE" && <EmployeeText member={member} />}
      </div>
      {(canChange || canTransfer) && (
        <Menu
          trigger={
            <Button look="quiet" isIcon aria-label={t`What you can do with ${name}`}>
              <Ellipsis aria-hidden="true" />
            </Button>
          }
        >
          {canChange && (
            <MenuItem icon={<Pencil className="icon" aria-hidden="true" />} onSelect={() => setOpened("edit")}>
              <Trans>Change role and rights</Trans>
            </MenuItem>
          )}
          {canTransfer && (
            <MenuItem icon={<Crown className="icon" aria-hidden="true" />} onSelect={() => setOpened("transfer")}>
              <Trans>Make the owner</Trans>
            </MenuItem>
          )}
          {canChange && (
            <MenuItem icon={<UserRoundMinus className="icon" aria-hidden="true" />} onSelect={() => setOpened("remove")}>
              <Trans>Remove</Trans>
            </MenuItem>
          )}
        </Menu>
      )}
      {opened === "edit" && <EditMemberDialog member={member} onClose={close} />}
      {opened === "transfer" && <TransferOwnershipDialog member={member} onClose={close} />}
      {opened === "remove" && <RemoveMemberDialog member={member} onClose={close} />}
    </li>
  );
}

/** What an employee may do, and for which clients. */
function EmployeeText({ member }: { member: MemberItem_memberFragment }) {
  const { t } = useLingui();
  const { rights, assignedClients } = member;
  const others = (assignedClients?.totalCount ?? 0) - (assignedClients?.edges.length ?? 0);
  return (
    <>
      <span className="small">
        {rights.length === 0 ? <Trans>Reads only</Trans> : rights.map((right) => t(rightNames[right])).join("\u00a0· ")}
      </span>
      {!rights.includes("VIEW_ALL_CLIENTS") && (
        <span className="soft small">
          {assignedClients?.edges.length ? (
            <>
              {assignedClients.edges.map(({ node }) => node.name).join(", ")}
              {others > 0 && (
                <>
                  {" "}
                  <Plural value={others} one="and # more client" other="and # more clients" />
                </>
              )}
            </>
          ) : (
            <Trans>No clients</Trans>
          )}
        </span>
      )}
    </>
  );
}

const RemoveMember = graphql(`
  mutation DashboardRemoveMember($memberId: ID!) {
    removeMember(input: { memberId: $memberId }) {
      ... on FirmPayload {
        firm { id members { id } }
      }
      ... on UserError { message }
    }
  }
`);

function RemoveMemberDialog({ member, onClose }: { member: { id: string; name: string }; onClose(): void }) {
  const showToast = useToast();
  const remove = useMutation(RemoveMember);
  const { id, name } = member;
  return (
    <ConfirmationDialog
      title={<Trans>Remove {name}?</Trans>}
      mutation={remove}
      action={<Trans>Remove from the firm</Trans>}
      isDangerous
      onConfirm={async () => {
        if (!(await remove.run({ memberId: id }))) return;
        onClose();
        showToast(<Trans>{name} is removed.</Trans>);
      }}
      onClose={onClose}
    >
      <p>
        <Trans>
          {name} is signed out at once, and can do nothing for the firm any more. What they did keeps their name. You
          can invite them again.
        </Trans>
      </p>
    </ConfirmationDialog>
  );
}
