import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { Button, Callout, Form, TextField } from "../components/index.ts";
import { graphql, useMutation } from "../graphql/index.ts";
import { Entry } from "./Entry.tsx";

const ResetPassword = graphql(`
  mutation ResetPassword($token: String!, $password: String!) {
    resetPassword(input: { token: $token, password: $password }) {
      ... on PasswordPayload { message }
      ... on UserError { message }
    }
  }
`);

export default function ResetPasswordPage() {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const reset = useMutation(ResetPassword);
  const [password, setPassword] = useState("");
  const [message, setMessage] = useState<string | null>(null);

  async function submit(): Promise<void> {
    const payload = await reset.run({ token: search.get("token") ?? "", password });
    if (payload) setMessage(payload.message);
  }

  return (
    <Entry title={t`New password`}>
      {message ? (
        <div role="status">
          <Callout tone="good">{message}</Callout>
        </div>
      ) : (
        <Form failure={reset.failure} onSubmit={submit}>
          <TextField
            label={t`New password`}
            hint={<Trans>At least 12 characters.</Trans>}
            type="password"
            autoComplete="new-password"
            minLength={12}
            value={password}
            onChange={setPassword}
          />
          <Button type="submit" look="primary" isWide isPending={reset.isPending}>
            <Trans>Set the password</Trans>
          </Button>
        </Form>
      )}
      {reset.failure?.__typename === "TokenNotValid" && (
        <Link className="button button-secondary" href="/forgotten-password">
          <Trans>Request a new link</Trans>
        </Link>
      )}
      <Link className="button button-quiet" href="/sign-in">
        <Trans>Back to sign-in</Trans>
      </Link>
    </Entry>
  );
}
