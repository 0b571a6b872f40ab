import { fieldError, TextField } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import { useLingui } from "@lingui/react/macro";

export type ClientInput = { name: string; email: string; reference: string };
export const clientFields = ["name", "email", "reference"] as const;

type Props = { input: ClientInput; onChange(changes: Partial<ClientInput>): void; failure: Failure | null };

/** What the firm notes about a client. */
export function ClientFields({ input, onChange, failure }: Props) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`Name`}
        maxLength={200}
        autoComplete="off"
        value={input.name}
        onChange={(name) => onChange({ name })}
        error={fieldError(failure, "name")}
      />
      <TextField
        label={t`Email address`}
        hint={t`For email to the client itself. Its users get email at their own addresses.`}
        type="email"
        isOptional
        maxLength={254}
        autoComplete="off"
        value={input.email}
        onChange={(email) => onChange({ email })}
        error={fieldError(failure, "email")}
      />
      <TextField
        label={t`Reference`}
        hint={t`Your own number for the client.`}
        isOptional
        maxLength={40}
        autoComplete="off"
        value={input.reference}
        onChange={(reference) => onChange({ reference })}
        error={fieldError(failure, "reference")}
      />
    </>
  );
}
