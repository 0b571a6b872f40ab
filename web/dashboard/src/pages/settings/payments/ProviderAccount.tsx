import { Badge, Button, type Tone } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { PaymentMethod, ProviderStatus } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { ConfirmationDialog } from "../../../components/ConfirmationDialog.tsx";
import { ChangePreview, usePreview } from "./ChangePreview.tsx";
import { SetDefaultProvider } from "./paymentSettings.ts";

const ProviderFragment = graphql(`
  fragment ProviderAccount_provider on PaymentProvider {
    id
    name
    status
    methods
  }
`);

const DisconnectProvider = graphql(`
  mutation DashboardDisconnectProvider($providerId: ID!) {
    disconnectPaymentProvider(input: { providerId: $providerId }) {
      ... on PaymentSettingsPayload {
        paymentSettings { ...PaymentSettings_settings }
      }
      ... on UserError { message }
    }
  }
`);

type Props = {
  provider: FragmentType<typeof ProviderFragment>;
  isDefault: boolean;
  /** Whether the way to Stripe has begun. */
  isContinuing?: boolean;
  onContinue?(): void;
};

export function ProviderAccount({ provider, isDefault, isContinuing, onContinue }: Props) {
  const { id, name, status, methods } = readFragment(ProviderFragment, provider);
  const [asks, setAsks] = useState<"default" | "disconnect" | null>(null);
  const close = () => setAsks(null);
  return (
    <li className="list-item">
      <div className="list-item-text">
        <span className="row">
          {name}
          <ProviderStatusBadge status={status} />
          {isDefault && (
            <Badge tone="info">
              <Trans>Default</Trans>
            </Badge>
          )}
        </span>
        <span className="soft small">
          <WhatItTakes status={status} methods={methods} />
        </span>
      </div>
      <div className="list-item-end">
        {status === "ONBOARDING" && (
          <Button look="primary" isPending={isContinuing} onClick={onContinue}>
            <Trans>Continue at Stripe</Trans>
          </Button>
        )}
        {status === "CONNECTED" && !isDefault && (
          <Button look="quiet" onClick={() => setAsks("default")}>
            <Trans>Make it the default</Trans>
            <span className="visually-hidden"> {name}</span>
          </Button>
        )}
        {status !== "DISCONNECTED" && (
          <Button look="quiet" onClick={() => setAsks("disconnect")}>
            <Trans>Disconnect</Trans>
            <span className="visually-hidden"> {name}</span>
          </Button>
        )}
      </div>
      {asks === "default" && <DefaultDialog id={id} name={name} onClose={close} />}
      {asks === "disconnect" && <DisconnectDialog id={id} name={name} onClose={close} />}
    </li>
  );
}

function WhatItTakes({ status, methods }: { status: ProviderStatus; methods: readonly PaymentMethod[] }) {
  if (status === "ONBOARDING") return <Trans>Stripe still needs details of your firm.</Trans>;
  if (status === "RESTRICTED") {
    return <Trans>It takes no payments until you give Stripe what it asks for, in your Stripe account.</Trans>;
  }
  if (status === "DISCONNECTED") return <Trans>Its earlier payments are still completed.</Trans>;
  if (methods.length > 1) return <Trans>Takes cards and bank debits</Trans>;
  return methods.includes("BANK_DEBIT") ? <Trans>Takes bank debits</Trans> : <Trans>Takes cards</Trans>;
}

const tones: Record<ProviderStatus, Tone> = {
  ONBOARDING: "warning",
  CONNECTED: "good",
  RESTRICTED: "bad",
  DISCONNECTED: "neutral",
};

function ProviderStatusBadge({ status }: { status: ProviderStatus }) {
  return (
    <Badge tone={tones[status]}>
      {status === "ONBOARDING" && <Trans>Not complete</Trans>}
      {status === "CONNECTED" && <Trans>Connected</Trans>}
      {status === "RESTRICTED" && <Trans>Restricted</Trans>}
      {status === "DISCONNECTED" && <Trans>Disconnected</Trans>}
    </Badge>
  );
}

type DialogProps = { id: string; name: string; onClose(): void };

function DefaultDialog({ id, name, onClose }: DialogProps) {
  const setDefault = useMutation(SetDefaultProvider);
  const preview = usePreview({ defaultProviderId: id });
  return (
    <ConfirmationDialog
      title={<Trans>Make “{name}” the default?</Trans>}
      action={<Trans>Make it the default</Trans>}
      mutation={{ ...setDefault, isPending: preview.isLoading || setDefault.isPending }}
      onConfirm={async () => (await setDefault.run({ providerId: id })) && onClose()}
      onClose={onClose}
    >
      <p>
        <Trans>New payments go to this account from then on.</Trans>
      </p>
      <ChangePreview preview={preview} />
    </ConfirmationDialog>
  );
}

function DisconnectDialog({ id, name, onClose }: DialogProps) {
  const disconnect = useMutation(DisconnectProvider);
  const preview = usePreview({ disconnectProviderId: id });
  return (
    <ConfirmationDialog
      title={<Trans>Disconnect “{name}”?</Trans>}
      action={<Trans>Disconnect</Trans>}
      isDangerous
      mutation={{ ...disconnect, isPending: preview.isLoading || disconnect.isPending }}
      onConfirm={async () => (await disconnect.run({ providerId: id })) && onClose()}
      onClose={onClose}
    >
      <p>
        <Trans>The account takes no new payments from then on. To use Stripe again, you connect a new account.</Trans>
      </p>
      <ChangePreview preview={preview} />
    </ConfirmationDialog>
  );
}
