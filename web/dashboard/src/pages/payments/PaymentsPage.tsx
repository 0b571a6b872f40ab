import { Card, PageHeader, Select, Tabs } from "@acompte/shared/components";
import { Trans, useLingui } from "@lingui/react/macro";
import { ClientField } from "../../components/ClientField.tsx";
import { DateFilters, FilterBar } from "../../components/FilterBar.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { type Filters, useFilters } from "../../components/useFilters.ts";
import { PaymentList, PrepaymentList } from "./PaymentList.tsx";

/** All payments of invoices, and all prepayments. An employee sees those of their clients. */
export default function PaymentsPage() {
  const { t } = useLingui();
  const filters = useFilters("list");
  const isOfPrepayments = filters.get("list") === "prepayments";
  return (
    <div className="page">
      <PageHeader title={t`Payments`} />
      <Tabs
        value={isOfPrepayments ? "prepayments" : "payments"}
        // What one list is filtered by may not exist in the other.
        onChange={(list) => filters.set({ list: list === "payments" ? "" : list, paidBy: "", status: "" })}
        tabs={[
          {
            value: "payments",
            label: <Trans>Payments of invoices</Trans>,
            content: (
              <Card>
                <PaymentFilters filters={filters} isOfPrepayments={false} />
                <PaymentList filters={filters} />
              </Card>
            ),
          },
          {
            value: "prepayments",
            label: <Trans>Prepayments</Trans>,
            content: (
              <Card>
                <PaymentFilters filters={filters} isOfPrepayments />
                <PrepaymentList filters={filters} />
              </Card>
            ),
          },
        ]}
      />
    </div>
  );
}

function PaymentFilters({ filters, isOfPrepayments }: { filters: Filters; isOfPrepayments: boolean }) {
  const { t } = useLingui();
  return (
    <>
      <FilterBar>
        <SearchField
          label={t`Number or reference`}
          value={filters.get("search")}
          onChange={(search) => filters.set({ search })}
        />
        <Select
          label={t`Status`}
          value={filters.get("status")}
          onChange={(status) => filters.set({ status })}
          options={[
            { value: "", label: t`All` },
            { value: "REQUIRES_ACTION", label: t`Incomplete` },
            { value: "PROCESSING", label: t`In progress` },
            { value: "SUCCEEDED", label: t({ message: "Paid", context: "payment" }) },
            { value: "FAILED", label: t`Failed` },
            { value: "CANCELED", label: t`Canceled` },
            ...(isOfPrepayments ? [] : [{ value: "RELEASED", label: t`Released` }]),
            { value: "REFUNDED", label: t`Refunded` },
            { value: "DISPUTED", label: t`Disputed` },
          ]}
        />
        <Select
          label={t`Paid by`}
          value={filters.get("paidBy")}
          onChange={(paidBy) => filters.set({ paidBy })}
          options={[
            { value: "", label: t`All` },
            { value: "CARD", label: t`Card` },
            { value: "BANK_DEBIT", label: t`Bank debit` },
            ...(isOfPrepayments
              ? []
              : [
                  { value: "CREDITS", label: t`Credits` },
                  { value: "OFFLINE", label: t`Offline` },
                ]),
          ]}
        />
        <ClientField
          label={t`Client`}
          value={filters.get("client")}
          onChange={(client) => filters.set({ client })}
        />
      </FilterBar>
      <DateFilters
        filters={filters}
        summary={<Trans>Dates</Trans>}
        dates={[
          { name: "created", fromLabel: t`Started from`, toLabel: t`Started until` },
          { name: "received", fromLabel: t`Received from`, toLabel: t`Received until` },
        ]}
      />
    </>
  );
}
