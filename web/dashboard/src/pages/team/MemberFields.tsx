import { Checkbox, fieldError, RadioCards } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import type { FirmRole, MemberRight } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { AssignedClientsField, type AssignedClient } from "./AssignedClientsField.tsx";
import { rightHints, rightNames } from "./rights.ts";

export type MemberInput = { role: FirmRole; rights: readonly MemberRight[]; clients: readonly AssignedClient[] };
export const memberFields = ["role", "rights", "clientIds"] as const;

/** An admin has every right and sees every client, without being given any. */
export const toMemberInput = ({ role, rights, clients }: MemberInput) =>
  role === "EMPLOYEE"
    ? { role, rights: [...rights], clientIds: clients.map(({ id }) => id) }
    : { role, rights: [], clientIds: [] };

type Props = { input: MemberInput; onChange(changes: Partial<MemberInput>): void; failure: Failure | null };

/** What a member may do, and for whom. */
export function MemberFields({ input, onChange, failure }: Props) {
  const { t } = useLingui();
  const { role, rights, clients } = input;
  const rightsError = fieldError(failure, "rights");
  return (
    <>
      <RadioCards
        label={t`Role`}
        value={role}
        onChange={(next) => onChange({ role: next })}
        error={fieldError(failure, "role")}
        options={[
          { value: "EMPLOYEE", label: t`Employee`, hint: t`Does what you allow, for the clients that you choose.` },
          { value: "ADMIN", label: t`Admin`, hint: t`Does everything for all clients, and has settings and team.` },
        ]}
      />
      {role === "EMPLOYEE" && (
        <>
          <fieldset className="field">
            <legend className="field-label">
              <Trans>Rights</Trans>
            </legend>
            {(Object.keys(rightNames) as MemberRight[]).map((right) => (
              <Checkbox
                key={right}
                label={t(rightNames[right])}
                hint={t(rightHints[right])}
                isChecked={rights.includes(right)}
                onChange={(isChecked) =>
                  onChange({ rights: isChecked ? [...rights, right] : rights.filter((other) => other !== right) })
                }
              />
            ))}
            {rightsError && <div className="field-error">{rightsError}</div>}
          </fieldset>
          {!rights.includes("VIEW_ALL_CLIENTS") && (
            <AssignedClientsField
              value={clients}
              onChange={(next) => onChange({ clients: next })}
              error={fieldError(failure, "clientIds")}
            />
          )}
        </>
      )}
    </>
  );
}
