import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../language/index.ts";
import { dayAfter } from "../language/startOfDay.ts";
import { Field } from "./Field.tsx";

type Period = { from: string; to: string };

/** A period to choose, from the first to the last day; and the arguments of a list for it, which end before its `to`. */
export function usePeriod() {
  const { startOfDay } = useFormats();
  const [period, setPeriod] = useState<Period>({ from: "", to: "" });
  return {
    period,
    setPeriod,
    isSet: period.from !== "" || period.to !== "",
    range: {
      from: period.from ? startOfDay(period.from) : null,
      to: period.to ? startOfDay(dayAfter(period.to)) : null,
    },
  };
}

type Props = { period: Period; onChange(period: Period): void };

export function PeriodFilter({ period, onChange }: Props) {
  const { t } = useLingui();
  return (
    <details>
      <summary>
        <Trans>Period</Trans>
      </summary>
      <div className="columns">
        {(["from", "to"] as const).map((end) => (
          <Field key={end} label={end === "from" ? t`First day` : t`Last day`}>
            {(control) => (
              <input
                {...control}
                type="date"
                className="input"
                value={period[end]}
                onChange={(event) => onChange({ ...period, [end]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}
