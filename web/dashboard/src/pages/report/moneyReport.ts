import { graphql, readFragment } from "@acompte/shared/graphql";
import type { DashboardMoneyReportQuery, DashboardMoneyReportQueryVariables } from "@acompte/shared/graphql/types";
import { firstDay, lastDay, type Month, monthsUntil } from "./months.ts";

const reportFragment = graphql(`
  fragment MoneyReport_report on MoneyReport {
    cashIn { amount currencyCode }
    refunds { amount currencyCode }
    disputed { amount currencyCode }
    losses { amount currencyCode }
    revenue { amount currencyCode }
    creditsHeldAtEnd { amount currencyCode }
  }
`);

/** The months up to one, and a range of them: figures of one moment, in one request. */
export const MoneyReportDocument = graphql(`
  query DashboardMoneyReport(
    $from: Date!, $to: Date!
    $from1: Date!, $to1: Date!
    $from2: Date!, $to2: Date!
    $from3: Date!, $to3: Date!
    $from4: Date!, $to4: Date!
    $from5: Date!, $to5: Date!
    $from6: Date!, $to6: Date!
    $from7: Date!, $to7: Date!
    $from8: Date!, $to8: Date!
    $from9: Date!, $to9: Date!
    $from10: Date!, $to10: Date!
    $from11: Date!, $to11: Date!
    $from12: Date!, $to12: Date!
  ) {
    firm {
      id
      total: moneyReport(from: $from, to: $to) { ...MoneyReport_report }
      month1: moneyReport(from: $from1, to: $to1) { ...MoneyReport_report }
      month2: moneyReport(from: $from2, to: $to2) { ...MoneyReport_report }
      month3: moneyReport(from: $from3, to: $to3) { ...MoneyReport_report }
      month4: moneyReport(from: $from4, to: $to4) { ...MoneyReport_report }
      month5: moneyReport(from: $from5, to: $to5) { ...MoneyReport_report }
      month6: moneyReport(from: $from6, to: $to6) { ...MoneyReport_report }
      month7: moneyReport(from: $from7, to: $to7) { ...MoneyReport_report }
      month8: moneyReport(from: $from8, to: $to8) { ...MoneyReport_report }
      month9: moneyReport(from: $from9, to: $to9) { ...MoneyReport_report }
      month10: moneyReport(from: $from10, to: $to10) { ...MoneyReport_report }
      month11: moneyReport(from: $from11, to: $to11) { ...MoneyReport_report }
      month12: moneyReport(from: $from12, to: $to12) { ...MoneyReport_report }
    }
  }
`);

export const mostMonths = 12;

export function reportVariables(from: Month, to: Month): DashboardMoneyReportQueryVariables {
  const ofMonths = monthsUntil(to, mostMonths).flatMap((month, index) => [
    [`from${index + 1}`, firstDay(month)],
    [`to${index + 1}`, lastDay(month)],
  ]);
  return { from: firstDay(from), to: lastDay(to), ...Object.fromEntries(ofMonths) };
}

type Firm = NonNullable<DashboardMoneyReportQuery["firm"]>;

/** The figures of each month of the range, the earliest first, and of the whole range. Null if the viewer may not read them. */
export function readReports(firm: Firm, from: Month, to: Month) {
  const months = monthsUntil(to, mostMonths).flatMap((month, index) => {
    const report = readFragment(reportFragment, firm[`month${index + 1}` as "month1"]);
    return report && month >= from ? [{ ...report, month }] : [];
  });
  const total = readFragment(reportFragment, firm.total);
  return total && { months, total };
}

export type MonthReport = NonNullable<ReturnType<typeof readReports>>["months"][number];
