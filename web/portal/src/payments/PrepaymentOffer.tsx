import { Button, Card } from "@acompte/shared/components";
import { useOperationDialog } from "@acompte/shared/forms";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { loadModule } from "@acompte/shared/language";
import { prepaymentForm } from "@acompte/shared/payments";
import { Trans } from "@lingui/react/macro";
import { lazy, Suspense } from "react";

const PrepaymentDialog = lazy(() => loadModule(() => import("./PrepaymentDialog.tsx")));

const PrepaymentOfferFragment = graphql(`
  fragment PrepaymentOffer_client on Client {
    id
    prepaymentOffer {
      available
      reason
      ...PrepaymentDialog_offer
    }
  }
`);

/** The way to prepay, exactly when it is offered; else why it is not. */
export function PrepaymentOffer({ client }: { client: FragmentType<typeof PrepaymentOfferFragment> }) {
  const { id, prepaymentOffer: offer } = readFragment(PrepaymentOfferFragment, client);
  const [isOpen, setOpen] = useOperationDialog(prepaymentForm(id));
  if (!offer.available && !isOpen) {
    return (
      <Card title={<Trans>Prepayment</Trans>}>
        <p className="soft">{offer.reason}</p>
      </Card>
    );
  }
  return (
    <Card title={<Trans>Pay ahead</Trans>}>
      <p className="soft">
        <Trans>Add credits now, and pay later invoices from them at once.</Trans>
      </p>
      <Button look="primary" isWide onClick={() => setOpen(true)}>
        <Trans>Make a prepayment</Trans>
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <PrepaymentDialog clientId={id} offer={offer} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </Card>
  );
}
