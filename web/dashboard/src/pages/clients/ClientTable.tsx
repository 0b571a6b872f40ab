import { Badge, type Column, Money, Table } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import type { ClientOrder, ClientOrderField, ClientTable_clientFragment } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { clientPath } from "./clientPath.ts";

const ClientTableFragment = graphql(`
  fragment ClientTable_client on Client {
    id
    name
    reference
    email
    archivedAt
    amountDue { amount currencyCode }
    creditAccount { id available { amount currencyCode } }
  }
`);

type Props = {
  clients: readonly FragmentType<typeof ClientTableFragment>[];
  order: ClientOrder;
  onOrder(field: ClientOrderField): void;
};

export function ClientTable({ clients, order, onOrder }: Props) {
  const { t } = useLingui();
  const sort = (field: ClientOrderField) => ({
    direction: order.field === field ? order.direction : null,
    onSort: () => onOrder(field),
  });
  const columns: Column<ClientTable_clientFragment>[] = [
    {
      key: "name",
      label: t`Client`,
      sort: sort("NAME"),
      cell: ({ id, name, reference, email, archivedAt }) => (
        <div className="list-item-text">
          <Link href={clientPath(id)}>{name}</Link>
          {(reference || email || archivedAt) && (
            <span className="row small soft">
              {reference && <span>{reference}</span>}
              {email && <span>{email}</span>}
              {archivedAt && (
                <Badge>
                  <Trans>Archived</Trans>
                </Badge>
              )}
            </span>
          )}
        </div>
      ),
    },
    {
      key: "credits",
      label: t`Credits`,
      isAmount: true,
      sort: sort("AVAILABLE"),
      cell: ({ creditAccount }) => <Money value={creditAccount.available} />,
    },
    {
      key: "due",
      label: t`Due`,
      isAmount: true,
      sort: sort("AMOUNT_DUE"),
      cell: ({ amountDue }) => amountDue && <Money value={amountDue} />,
    },
  ];
  return (
    <Table
      caption={t`Clients`}
      columns={columns}
      rows={readFragment(ClientTableFragment, clients)}
      rowKey={({ id }) => id}
    />
  );
}
