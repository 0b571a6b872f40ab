import { Badge, Button, Callout, Card } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { ConfirmationDialog } from "../../../components/ConfirmationDialog.tsx";
import styles from "../settings.module.css";
import { PrepaymentForm } from "./PrepaymentForm.tsx";
import { Requirements } from "./Requirements.tsx";

const PrepaymentFragment = graphql(`
  fragment Prepayment_settings on PaymentSettings {
    id
    paymentMethod
    defaultProvider { id methods }
    prepayment {
      enabled
      availableToClients
      requirements { code met }
    }
    ...Requirements_settings
    ...PrepaymentForm_settings
  }
`);

const DisablePrepayment = graphql(`
  mutation DashboardDisablePrepayment {
    disablePrepayment {
      paymentSettings { ...PaymentSettings_settings }
    }
  }
`);

/** Whether clients can prepay, what that still requires, and how. */
export function Prepayment({ settings }: { settings: FragmentType<typeof PrepaymentFragment> }) {
  const shown = readFragment(PrepaymentFragment, settings);
  const { paymentMethod, defaultProvider } = shown;
  const { enabled, availableToClients, requirements } = shown.prepayment;
  const [isLeaving, setLeaving] = useState(false);
  const unmet = requirements.filter(({ met }) => !met);
  // Another method of prepayments can be what is missing: then the form is where to choose it.
  const canChooseMethod =
    paymentMethod === "CARD_OR_BANK_DEBIT" &&
    (defaultProvider?.methods.length ?? 0) > 0 &&
    unmet.every(({ code }) => code === "PAYMENT_METHOD_CHOSEN");

  return (
    <Card
      title={<Trans>2. Prepayment</Trans>}
      end={
        <Badge tone={availableToClients ? "good" : enabled ? "warning" : "neutral"}>
          {availableToClients ? (
            <Trans>On</Trans>
          ) : enabled ? (
            <Trans>On, but not available</Trans>
          ) : (
            <Trans>Off</Trans>
          )}
        </Badge>
      }
    >
      <p className="soft">
        <Trans>Clients add credits before there is an invoice, and pay later invoices from them.</Trans>
      </p>
      {enabled && !availableToClients && (
        <Callout tone="warning">
          <p>
            <Trans>
              Clients cannot prepay at present. They can again, by themselves, once the requirements below are met.
            </Trans>
          </p>
        </Callout>
      )}
      <div className={styles.parts}>
        <Requirements settings={shown} canChooseMethod={canChooseMethod} />
        {(unmet.length === 0 || canChooseMethod) && <PrepaymentForm settings={shown} />}
      </div>
      {enabled && (
        <div>
          <Button look="danger" onClick={() => setLeaving(true)}>
            <Trans>Switch prepayment off</Trans>
          </Button>
        </div>
      )}
      {isLeaving && <DisableDialog onClose={() => setLeaving(false)} />}
    </Card>
  );
}

function DisableDialog({ onClose }: { onClose(): void }) {
  const disable = useMutation(DisablePrepayment);
  return (
    <ConfirmationDialog
      title={<Trans>Switch prepayment off?</Trans>}
      action={<Trans>Switch it off</Trans>}
      isDangerous
      mutation={disable}
      onConfirm={async () => (await disable.run({})) && onClose()}
      onClose={onClose}
    >
      <p>
        <Trans>
          Clients can no longer make prepayments. The credits that they have stay, and still pay invoices. Payments in
          progress are completed as usual.
        </Trans>
      </p>
    </ConfirmationDialog>
  );
}
