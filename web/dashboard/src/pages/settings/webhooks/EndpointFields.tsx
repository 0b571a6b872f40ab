import { Checkbox, fieldError, RadioCards, TextField } from "@acompte/shared/components";
import type { Failure } from "@acompte/shared/graphql";
import type { NoticeKind } from "@acompte/shared/graphql/types";
import { NoticeKindName } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import styles from "../settings.module.css";
import type { EndpointInput } from "./endpointForm.ts";

type Props = {
  input: EndpointInput;
  /** The kinds that there are. */
  available: readonly NoticeKind[];
  failure: Failure | null;
  onChange(changes: Partial<EndpointInput>): void;
};

export function EndpointFields({ input: { url, kinds }, available, failure, onChange }: Props) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`Address`}
        hint={<Trans>It begins with https://, and your system answers there.</Trans>}
        type="url"
        inputMode="url"
        autoComplete="off"
        maxLength={2000}
        value={url}
        onChange={(value) => onChange({ url: value })}
        error={fieldError(failure, "url")}
      />
      <RadioCards
        label={t`What is sent there?`}
        value={kinds === null ? "all" : "some"}
        error={kinds === null ? fieldError(failure, "kinds") : null}
        onChange={(choice) => onChange({ kinds: choice === "all" ? null : [] })}
        options={[
          { value: "all", label: t`All notices` },
          { value: "some", label: t`Certain notices` },
        ]}
      />
      {kinds !== null && (
        <fieldset className="field">
          <legend className="field-label">
            <Trans>Notices that are sent</Trans>
          </legend>
          <div className={styles.kinds}>
            {available.map((kind) => (
              <Checkbox
                key={kind}
                label={<NoticeKindName kind={kind} />}
                isChecked={kinds.includes(kind)}
                onChange={(isChecked) =>
                  onChange({ kinds: isChecked ? [...kinds, kind] : kinds.filter((other) => other !== kind) })
                }
              />
            ))}
          </div>
          {fieldError(failure, "kinds") && <div className="field-error">{fieldError(failure, "kinds")}</div>}
        </fieldset>
      )}
    </>
  );
}
