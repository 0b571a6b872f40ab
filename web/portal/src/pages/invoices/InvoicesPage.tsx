import { Card, Field, PageHeader, Tabs } from "@acompte/shared/components";
import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "wouter";
import { useDebounced } from "@acompte/shared/forms";
import { InvoiceList } from "./InvoiceList.tsx";
import { type InvoiceListName, isInvoiceListName } from "./invoiceLists.ts";

const searchDelay = 300;

/** The client's invoices: those to pay first, and the others in lists of their own. The address says which. */
export default function InvoicesPage() {
  const { t } = useLingui();
  const [parameters, setParameters] = useSearchParams();
  const list = parameters.get("list");
  const search = parameters.get("search") ?? "";
  const settledSearch = useDebounced(search, searchDelay);
  const labels: Record<InvoiceListName, string> = {
    open: t`To pay`,
    overdue: t`Overdue`,
    paid: t({ message: "Paid", context: "invoices" }),
    void: t({ message: "Voided", context: "invoices" }),
    all: t({ message: "All", context: "invoices" }),
  };

  function change(name: string, value: string): void {
    setParameters(
      (present) => {
        if (value === "") present.delete(name);
        else present.set(name, value);
        return present;
      },
      { replace: true },
    );
  }

  return (
    <div className="page">
      <PageHeader title={t`Invoices`} />
      <Card>
        <Field label={t`Search by number or description`}>
          {(control) => (
            <input
              {...control}
              className="input"
              type="search"
              autoComplete="off"
              maxLength={100}
              value={search}
              onChange={(event) => change("search", event.target.value)}
            />
          )}
        </Field>
        <Tabs
          value={isInvoiceListName(list) ? list : "open"}
          onChange={(value) => change("list", value)}
          tabs={Object.entries(labels).map(([value, label]) => ({
            value,
            label,
            content: <InvoiceList name={value as InvoiceListName} search={settledSearch.trim()} />,
          }))}
        />
      </Card>
    </div>
  );
}
