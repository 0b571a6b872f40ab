import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { Button, Callout, Form, TextField } from "../components/index.ts";
import { graphql, useMutation } from "../graphql/index.ts";
import { Entry } from "./Entry.tsx";

const RequestPasswordReset = graphql(`
  mutation RequestPasswordReset($email: String!) {
    requestPasswordReset(input: { email: $email }) {
      message
    }
  }
`);

export default function ForgottenPasswordPage() {
  const { t } = useLingui();
  const request = useMutation(RequestPasswordReset);
  const [email, setEmail] = useState("");
  const [message, setMessage] = useState<string | null>(null);
  return (
    <Entry
      title={t`Forgotten password`}
      description={<Trans>We send you a link, with which you choose a new password.</Trans>}
    >
      {message ? (
        <div role="status">
          <Callout tone="good">{message}</Callout>
        </div>
      ) : (
        <Form
          failure={request.failure}
          onSubmit={async () => setMessage((await request.run({ email }))?.message ?? null)}
        >
          <TextField label={t`Email address`} type="email" autoComplete="username" value={email} onChange={setEmail} />
          <Button type="submit" look="primary" isWide isPending={request.isPending}>
            <Trans>Send the link</Trans>
          </Button>
        </Form>
      )}
      <Link className="button button-quiet" href="/sign-in">
        <Trans>Back to sign-in</Trans>
      </Link>
    </Entry>
  );
}
