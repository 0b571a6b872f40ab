import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import { Button, ErrorCallout, Form, TextField } from "../components/index.ts";
import { graphql, useMutation } from "../graphql/index.ts";
import { Entry } from "./Entry.tsx";
import { useApiClient, useEnter } from "./ApiClientProvider.tsx";
import { RoleName } from "./RoleName.tsx";

const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      ... on SignInPayload {
        viewer { __typename }
      }
      ... on SeatChoice {
        seats { id firmName clientName role }
      }
      ... on UserError { message }
    }
  }
`);

type Seat = { id: string; firmName: string; clientName: string | null; role: "OWNER" | "ADMIN" | "EMPLOYEE" | null };

export default function SignInPage() {
  const { t } = useLingui();
  const { app } = useApiClient();
  const enter = useEnter();
  const signIn = useMutation(SignIn);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [seats, setSeats] = useState<Seat[] | null>(null);

  async function submit(seatId?: string): Promise<void> {
    const result = await signIn.run({ input: { email, password, seatId } });
    if (result?.__typename === "SeatChoice") setSeats(result.seats as Seat[]);
    else if (result) enter(result.viewer);
  }

  if (seats) {
    return (
      <Entry title={t`Where do you want to go?`}>
        <div className="stack">
          {signIn.failure && (
            <ErrorCallout>
              <p>{signIn.failure.message}</p>
            </ErrorCallout>
          )}
          {seats.map((seat) => (
            <Button key={seat.id} isWide isPending={signIn.isPending} onClick={() => submit(seat.id)}>
              <span>
                {seat.clientName ?? seat.firmName}
                <span className="soft small">
                  {" · "}
                  {seat.clientName ? seat.firmName : seat.role && <RoleName role={seat.role} />}
                </span>
              </span>
            </Button>
          ))}
          <Button look="quiet" isWide onClick={() => setSeats(null)}>
            <Trans>Sign in with another address</Trans>
          </Button>
        </div>
      </Entry>
    );
  }
  return (
    <Entry
      title={t({ message: "Sign in", context: "title" })}
      description={
        app === "portal" ? (
          <Trans>Sign in to see your invoices and credits.</Trans>
        ) : (
          <Trans>Sign in to manage your firm’s invoices and payments.</Trans>
        )
      }
    >
      <Form failure={signIn.failure} onSubmit={() => submit()}>
        <TextField
          label={t`Email address`}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
        />
        <TextField
          label={t`Password`}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <div className="stack">
          <Button type="submit" look="primary" isWide isPending={signIn.isPending}>
            <Trans>Sign in</Trans>
          </Button>
          <Link className="button button-quiet" href="/forgotten-password">
            <Trans>Forgotten password?</Trans>
          </Link>
        </div>
      </Form>
    </Entry>
  );
}
