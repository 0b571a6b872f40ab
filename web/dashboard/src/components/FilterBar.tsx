import { Button, Field } from "@acompte/shared/components";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import styles from "./FilterBar.module.css";
import type { Filters } from "./useFilters.ts";

/** The fields by which a list is filtered. */
export function FilterBar({ children }: { children: ReactNode }) {
  return (
    <div role="search" className={styles.bar}>
      {children}
    </div>
  );
}

/** The order of a list where its table has no headings. */
export function PhoneOnly({ children }: { children: ReactNode }) {
  return <div className={styles.phone}>{children}</div>;
}

type Dates = { name: string; fromLabel: string; toLabel: string };

/** Ranges of dates, folded up until one is set. Both ends are included. */
export function DateFilters({ filters, dates, summary }: { filters: Filters; dates: readonly Dates[]; summary: ReactNode }) {
  const ends = dates.flatMap(({ name, fromLabel, toLabel }) => [
    { name: `${name}From`, label: fromLabel },
    { name: `${name}To`, label: toLabel },
  ]);
  return (
    <details open={ends.some(({ name }) => filters.get(name) !== "")}>
      <summary>{summary}</summary>
      <div className={styles.dates}>
        {ends.map(({ name, label }) => (
          <Field key={name} label={label}>
            {(control) => (
              <input
                {...control}
                type="date"
                className="input"
                value={filters.get(name)}
                onChange={(event) => filters.set({ [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </details>
  );
}

export function ClearFilters({ filters }: { filters: Filters }) {
  return (
    <Button onClick={filters.clear}>
      <Trans>Clear filters</Trans>
    </Button>
  );
}
