import { Card, type Column, Money, PageHeader, QueryView, Select, Skeleton, Table } from "@acompte/shared/components";
import { useQuery } from "@acompte/shared/graphql";
import { useMember } from "@acompte/shared/shell";
import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "wouter";
import { MoneyCharts } from "./MoneyCharts.tsx";
import { MoneyReportDocument, mostMonths, type MonthReport, readReports, reportVariables } from "./moneyReport.ts";
import { addMonths, isMonth, type Month, monthsUntil, presentMonth } from "./months.ts";
import styles from "./report.module.css";
import { useMonthNames } from "./useMonthNames.ts";

const monthsToChoose = 60;

/** Cash, revenue and credits, month by month. */
export default function ReportPage() {
  const { t } = useLingui();
  const { from, to, present, setRange } = useRange();
  const { longName } = useMonthNames();
  const query = useQuery(MoneyReportDocument, reportVariables(from, to), { requestPolicy: "cache-and-network" });
  const choices = (months: Month[]) => months.toReversed().map((month) => ({ value: month, label: longName(month) }));

  return (
    <div className="page">
      <PageHeader title={t`Money report`} />
      <div className={styles.range}>
        <Select
          label={t`From`}
          value={from}
          onChange={(month) => setRange(month, to)}
          options={choices(monthsUntil(to, mostMonths))}
        />
        <Select
          label={t`To`}
          value={to}
          onChange={(month) => setRange(from, month)}
          options={choices(monthsUntil(present, monthsToChoose))}
        />
      </div>
      <QueryView query={query} skeleton={<ReportSkeleton />}>
        {({ firm }) => {
          const reports = firm && readReports(firm, from, to);
          return (
            reports && (
              <div className="stack">
                <Card title={<Trans>Month by month</Trans>}>
                  <MoneyCharts months={reports.months} />
                </Card>
                <Card title={<Trans>Figures</Trans>}>
                  <Figures months={reports.months} total={reports.total} />
                </Card>
              </div>
            )
          );
        }}
      </QueryView>
    </div>
  );
}

/** The range of the page's address: by default a year until now, and never more months than one. */
function useRange() {
  const { firm } = useMember();
  const [search, setSearch] = useSearchParams();
  const present = presentMonth(firm.timeZone);
  const chosen = { from: search.get("from"), to: search.get("to") };
  const to = isMonth(chosen.to) && chosen.to <= present ? chosen.to : present;
  const earliest = addMonths(to, 1 - mostMonths);
  const from = isMonth(chosen.from) && chosen.from >= earliest && chosen.from <= to ? chosen.from : earliest;
  const setRange = (first: Month, last: Month) => setSearch({ from: first, to: last }, { replace: true });
  return { from, to, present, setRange };
}

type Figure = "cashIn" | "refunds" | "disputed" | "revenue" | "losses" | "creditsHeldAtEnd";
type Row = Pick<MonthReport, Figure> & { month: Month | null };

function Figures({ months, total }: { months: MonthReport[]; total: Pick<MonthReport, Figure> }) {
  const { t } = useLingui();
  const { longName } = useMonthNames();
  const amount = (key: Figure, label: string): Column<Row> => ({
    key,
    label,
    isAmount: true,
    cell: (row) => (row.month === null ? <strong><Money value={row[key]} /></strong> : <Money value={row[key]} />),
  });
  const columns: Column<Row>[] = [
    { key: "month", label: t`Month`, cell: ({ month }) => (month === null ? <strong>{t`Total`}</strong> : longName(month)) },
    amount("cashIn", t`Cash in`),
    amount("refunds", t`Refunds`),
    amount("disputed", t`Disputed`),
    amount("revenue", t`Revenue`),
    amount("losses", t`Losses`),
    amount("creditsHeldAtEnd", t`Credits held at the end`),
  ];
  return (
    <>
      <Table
        caption={t`Money report`}
        columns={columns}
        rows={[{ ...total, month: null }, ...months.toReversed()]}
        rowKey={({ month }) => month ?? "total"}
      />
      <details>
        <summary>
          <Trans>What the figures mean</Trans>
        </summary>
        <ul className={styles.meanings}>
          <li>
            <Trans>Cash in: money received by card, bank debit and offline, before the fees of the payment provider.</Trans>
          </li>
          <li>
            <Trans>Refunds: money returned, less refunds that failed.</Trans>
          </li>
          <li>
            <Trans>Disputed: money withdrawn for disputes and returned debits, less what came back.</Trans>
          </li>
          <li>
            <Trans>Revenue: money that paid invoices. A credit note is none.</Trans>
          </li>
          <li>
            <Trans>Losses: what was disputed beyond the client’s money.</Trans>
          </li>
          <li>
            <Trans>Credits held: money of clients for later invoices, without credit notes.</Trans>
          </li>
          <li>
            <Trans>Cash in − refunds − disputed = revenue + change of credits held − losses.</Trans>
          </li>
        </ul>
      </details>
    </>
  );
}

function ReportSkeleton() {
  return (
    <Card>
      <Skeleton lines={10} />
    </Card>
  );
}
