import { Card, type Column, DefinitionList, Money, Table } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { InvoiceLines_invoiceFragment } from "@acompte/shared/graphql/types";
import { useLanguage } from "@acompte/shared/language";
import { Trans, useLingui } from "@lingui/react/macro";
import styles from "./invoice.module.css";

const InvoiceLinesFragment = graphql(`
  fragment InvoiceLines_invoice on Invoice {
    id
    lines {
      description
      quantity
      unitPrice { amount currencyCode }
      amount { amount currencyCode }
    }
    total { amount currencyCode }
  }
`);

type Line = InvoiceLines_invoiceFragment["lines"][number];

/** What the invoice is for. */
export function InvoiceLines({ invoice }: { invoice: FragmentType<typeof InvoiceLinesFragment> }) {
  const { t } = useLingui();
  const { locale } = useLanguage();
  const { lines, total } = readFragment(InvoiceLinesFragment, invoice);
  const quantity = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const columns: Column<Line>[] = [
    { key: "description", label: t`Description`, cell: ({ description }) => description },
    {
      key: "quantity",
      label: t`Quantity`,
      isAmount: true,
      cell: (line) => quantity.format(line.quantity as Intl.StringNumericLiteral),
    },
    { key: "price", label: t`Unit price`, isAmount: true, cell: ({ unitPrice }) => <Money value={unitPrice} /> },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
  ];
  return (
    <Card title={<Trans>Lines</Trans>}>
      <Table caption={t`Lines of the invoice`} columns={columns} rows={lines} rowKey={(line) => String(lines.indexOf(line))} />
      <div className={styles.total}>
        <DefinitionList areFigures items={[[<Trans key="total">Total</Trans>, <Money key="amount" value={total} />]]} />
      </div>
    </Card>
  );
}
