import { Badge, Button, DateText, ErrorCallout, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

const InvitationItemFragment = graphql(`
  fragment InvitationItem_invitation on Invitation {
    id
    name
    email
    role
    status
    expiresAt
  }
`);

const ResendInvitation = graphql(`
  mutation DashboardResendInvitation($invitationId: ID!) {
    resendInvitation(input: { invitationId: $invitationId }) {
      ... on InvitationPayload {
        invitation { id status expiresAt }
      }
      ... on UserError { message }
    }
  }
`);

const RevokeInvitation = graphql(`
  mutation DashboardRevokeInvitation($invitationId: ID!) {
    revokeInvitation(input: { invitationId: $invitationId }) {
      ... on InvitationPayload {
        invitation { id status expiresAt }
      }
      ... on UserError { message }
    }
  }
`);

type Props = {
  invitation: FragmentType<typeof InvitationItemFragment>;
  /** To what the person is invited. */
  children?: ReactNode;
  canResend: boolean;
};

/** An invitation that waits for its answer, or has expired. */
export function InvitationItem({ invitation, children, canResend }: Props) {
  const { id, name, email, role, status, expiresAt } = readFragment(InvitationItemFragment, invitation);
  const showToast = useToast();
  const resend = useMutation(ResendInvitation);
  const revoke = useMutation(RevokeInvitation);
  const failure = resend.failure ?? revoke.failure;
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span className="row">
          {name}
          {status === "EXPIRED" ? (
            <Badge tone="warning">
              <Trans>Expired</Trans>
            </Badge>
          ) : (
            <Badge tone="info">
              <Trans>Invited</Trans>
            </Badge>
          )}
        </span>
        <span className="soft small">{email}</span>
        {children && <span className="soft small">{children}</span>}
        {status === "PENDING" && (
          <span className="soft small">
            <Trans>
              Valid until <DateText value={expiresAt} withTime />
            </Trans>
          </span>
        )}
      </div>
      {/* The first owner's invitation is the operator's. */}
      {role !== "OWNER" && (
        <div className="list-item-end">
          {canResend && (
            <Button
              look="quiet"
              isPending={resend.isPending}
              onClick={async () => {
                if (await resend.run({ invitationId: id })) showToast(<Trans>The invitation is on its way to {email}.</Trans>);
              }}
            >
              <Trans>Send again</Trans>
              <span className="visually-hidden"> {name}</span>
            </Button>
          )}
          <Button
            look="quiet"
            isPending={revoke.isPending}
            onClick={async () => {
              if (await revoke.run({ invitationId: id })) showToast(<Trans>The invitation of {name} is revoked.</Trans>);
            }}
          >
            <Trans>Revoke</Trans>
            <span className="visually-hidden"> {name}</span>
          </Button>
        </div>
      )}
      {failure && (
        <ErrorCallout>
          <p>{failure.message}</p>
        </ErrorCallout>
      )}
    </li>
  );
}
