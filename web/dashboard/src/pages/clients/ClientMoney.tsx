import { Card, Tabs } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useFilters } from "../../components/useFilters.ts";
import { ClientInvoices } from "./ClientInvoices.tsx";
import { ClientPayments } from "./ClientPayments.tsx";
import { ClientPrepayments } from "./ClientPrepayments.tsx";
import { ClientStatement } from "./ClientStatement.tsx";

const ClientMoneyFragment = graphql(`
  fragment ClientMoney_client on Client {
    id
    ...ClientInvoices_client
    ...ClientPayments_client
  }
`);

/** The client's invoices and payments in short, and all of its prepayments and credits. */
export function ClientMoney({ client: masked }: { client: FragmentType<typeof ClientMoneyFragment> }) {
  const client = readFragment(ClientMoneyFragment, masked);
  const address = useFilters();
  const tabs = [
    { value: "invoices", label: <Trans>Invoices</Trans>, content: <ClientInvoices client={client} /> },
    { value: "payments", label: <Trans>Payments</Trans>, content: <ClientPayments client={client} /> },
    { value: "prepayments", label: <Trans>Prepayments</Trans>, content: <ClientPrepayments clientId={client.id} /> },
    { value: "statement", label: <Trans>Statement</Trans>, content: <ClientStatement clientId={client.id} /> },
  ];
  const shown = tabs.find(({ value }) => value === address.get("tab")) ?? tabs[0];
  return (
    <Card>
      <Tabs tabs={tabs} value={shown?.value} onChange={(tab) => address.set({ tab })} />
    </Card>
  );
}
