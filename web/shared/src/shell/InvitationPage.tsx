import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { Button, buttonClass, Callout, fieldError, Form, QueryView, TextField } from "../components/index.ts";
import { graphql, useMutation, useQuery } from "../graphql/index.ts";
import { Entry } from "./Entry.tsx";
import { RoleName } from "./RoleName.tsx";
import { useEnter } from "./ApiClientProvider.tsx";

const InvitationDocument = graphql(`
  query InvitationLink($token: String!) {
    invitation(token: $token) { firmName clientName role email name needsPassword }
  }
`);

const AcceptInvitation = graphql(`
  mutation AcceptInvitation($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) {
      ... on SignInPayload {
        viewer { __typename }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

export default function InvitationPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const token = search.get("token") ?? "";
  const query = useQuery(InvitationDocument, { token });
  const isInvalid = query.data?.invitation === null;
  return (
    <Entry title={isInvalid ? t`This link is no longer valid` : t`You are invited`}>
      <QueryView query={query}>
        {({ invitation }) =>
          invitation ? (
            <Acceptance token={token} invitation={invitation} />
          ) : (
            <>
              <Callout tone="warning">
                <Trans>
                  It has expired, was used, or was replaced by a newer one. Ask whoever invited you to send it again.
                </Trans>
              </Callout>
              <Link className={buttonClass()} href="/sign-in">
                <Trans>Sign in</Trans>
              </Link>
            </>
          )
        }
      </QueryView>
    </Entry>
  );
}

type Invitation = {
  firmName: string;
  clientName: string | null;
  role: "OWNER" | "ADMIN" | "EMPLOYEE" | null;
  email: string;
  name: string;
  needsPassword: boolean;
};

function Acceptance({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useLingui();
  const enter = useEnter();
  const accept = useMutation(AcceptInvitation);
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState("");
  const isNew = invitation.needsPassword;

  async function submit(): Promise<void> {
    const payload = await accept.run({ input: { token, password, name: isNew ? name : undefined } });
    if (payload) enter(payload.viewer);
  }

  return (
    <Form failure={accept.failure} fields={["name"]} onSubmit={submit}>
      <p>
        {invitation.clientName ? (
          <Trans>
            {invitation.firmName} invites you to see and pay the invoices of <b>{invitation.clientName}</b>.
          </Trans>
        ) : (
          <Trans>
            You are invited to <b>{invitation.firmName}</b> as:{" "}
            <b>{invitation.role && <RoleName role={invitation.role} />}</b>.
          </Trans>
        )}
      </p>
      {isNew && (
        <TextField
          label={t`Your name`}
          autoComplete="name"
          value={name}
          onChange={setName}
          error={fieldError(accept.failure, "name")}
        />
      )}
      <TextField
        label={isNew ? t`Choose a password` : t`Your password`}
        hint={
          isNew ? (
            <Trans>For {invitation.email}. At least 12 characters.</Trans>
          ) : (
            <Trans>{invitation.email} has an account: use its password.</Trans>
          )
        }
        type="password"
        autoComplete={isNew ? "new-password" : "current-password"}
        minLength={isNew ? 12 : undefined}
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" look="primary" isWide isPending={accept.isPending}>
        <Trans>Accept the invitation</Trans>
      </Button>
    </Form>
  );
}
