import { useFormats } from "@acompte/shared/language";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Chart } from "./Chart.tsx";
import type { MonthReport } from "./moneyReport.ts";
import styles from "./report.module.css";
import { useMonthNames } from "./useMonthNames.ts";

/** The report as two pictures above the same months. The table has the figures. */
export function MoneyCharts({ months }: { months: MonthReport[] }) {
  const { t } = useLingui();
  const { money } = useFormats();
  const { longName } = useMonthNames();
  return (
    <div className={styles.charts}>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>
          <Legend look={styles.cash}>
            <Trans>Cash in</Trans>
          </Legend>
          <Legend look={styles.revenue}>
            <Trans>Revenue</Trans>
          </Legend>
        </figcaption>
        <Chart
          description={t`Cash in and revenue of each month, as bars. The table below has the figures.`}
          months={months.map((report) => ({
            month: report.month,
            values: [Number(report.cashIn.amount), Number(report.revenue.amount)],
            text: t`${longName(report.month)}: cash in ${money(report.cashIn)}, revenue ${money(report.revenue)}`,
          }))}
          looks={[styles.cash, styles.revenue]}
        />
      </figure>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>
          <Legend look={styles.credits}>
            <Trans>Credits held at the end of the month</Trans>
          </Legend>
        </figcaption>
        <Chart
          description={t`Credits held at the end of each month, as bars. The table below has the figures.`}
          months={months.map((report) => ({
            month: report.month,
            values: [Number(report.creditsHeldAtEnd.amount)],
            text: t`${longName(report.month)}: credits of ${money(report.creditsHeldAtEnd)}`,
          }))}
          looks={[styles.credits]}
        />
      </figure>
    </div>
  );
}

function Legend({ look, children }: { look: string | undefined; children: ReactNode }) {
  return (
    <span className={styles.legend}>
      <svg className={styles.swatch} viewBox="0 0 12 12" aria-hidden="true">
        <rect className={look} x="0.5" y="0.5" width="11" height="11" rx="2" />
      </svg>
      {children}
    </span>
  );
}
