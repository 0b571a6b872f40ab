import { Badge } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";

const InvoiceFragment = graphql(`
  fragment InvoiceStatusBadge_invoice on Invoice {
    id
    status
    isOverdue
  }
`);

export function InvoiceStatusBadge({ invoice }: { invoice: FragmentType<typeof InvoiceFragment> }) {
  const { status, isOverdue } = readFragment(InvoiceFragment, invoice);
  if (isOverdue) {
    return (
      <Badge tone="bad">
        <Trans>Overdue</Trans>
      </Badge>
    );
  }
  switch (status) {
    case "DRAFT":
      return (
        <Badge>
          <Trans>Draft</Trans>
        </Badge>
      );
    case "UNPAID":
      return (
        <Badge tone="warning">
          <Trans>Unpaid</Trans>
        </Badge>
      );
    case "PARTIALLY_PAID":
      return (
        <Badge tone="info">
          <Trans>Partly paid</Trans>
        </Badge>
      );
    case "PAID":
      return (
        <Badge tone="good">
          <Trans>Paid</Trans>
        </Badge>
      );
    case "VOID":
      return (
        <Badge>
          <Trans>Void</Trans>
        </Badge>
      );
  }
}
