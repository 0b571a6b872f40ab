import { Card, type Column, Money, Table } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { InvoiceLineTable_invoiceFragment } from "@acompte/shared/graphql/types";
import { useLanguage } from "@acompte/shared/language";
import { Trans, useLingui } from "@lingui/react/macro";
import styles from "./InvoiceLineTable.module.css";
import { formatQuantity } from "./quantity.ts";

const InvoiceFragment = graphql(`
  fragment InvoiceLineTable_invoice on Invoice {
    id
    description
    total { amount currencyCode }
    lines {
      description
      quantity
      unitPrice { amount currencyCode }
      amount { amount currencyCode }
    }
  }
`);

type Row = InvoiceLineTable_invoiceFragment["lines"][number];

export function InvoiceLineTable({ invoice }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { t } = useLingui();
  const { locale } = useLanguage();
  const { description, lines } = readFragment(InvoiceFragment, invoice);
  const columns: Column<Row>[] = [
    {
      key: "description",
      label: t`Description`,
      cell: (line) => <span className={styles.text}>{line.description}</span>,
    },
    { key: "quantity", label: t`Quantity`, isAmount: true, cell: ({ quantity }) => formatQuantity(quantity, locale) },
    { key: "price", label: t`Price`, isAmount: true, cell: ({ unitPrice }) => <Money value={unitPrice} /> },
    { key: "amount", label: t`Amount`, isAmount: true, cell: ({ amount }) => <Money value={amount} /> },
  ];
  return (
    <Card title={<Trans>Lines</Trans>}>
      {description && <p className={styles.text}>{description}</p>}
      <Table
        caption={t`Lines`}
        columns={columns}
        rows={lines}
        // Lines have no ids; their order is what tells them apart.
        rowKey={(line) => String(lines.indexOf(line))}
      />
    </Card>
  );
}
