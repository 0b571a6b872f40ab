import { Button, Callout, Dialog, EmptyState, ErrorCallout, fieldError, Form, TextField } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment } from "@acompte/shared/graphql";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Landmark } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { ProviderAccount } from "./ProviderAccount.tsx";
import { returnedParameter, useOnboarding } from "./useOnboarding.ts";

const ProviderAccountsFragment = graphql(`
  fragment ProviderAccounts_settings on PaymentSettings {
    id
    defaultProvider { id }
    providers { id status ...ProviderAccount_provider }
  }
`);

type Props = { settings: FragmentType<typeof ProviderAccountsFragment> };

/** The accounts that take the clients' money, and how to connect one. */
export function ProviderAccounts({ settings }: Props) {
  const { defaultProvider, providers } = readFragment(ProviderAccountsFragment, settings);
  const [search] = useSearchParams();
  const onboarding = useOnboarding();
  const [isNaming, setNaming] = useState(false);
  const present = providers.filter(({ status }) => status !== "DISCONNECTED");
  const former = providers.filter(({ status }) => status === "DISCONNECTED");
  const isOnboarding = present.some(({ status }) => status === "ONBOARDING");

  return (
    <section className="stack">
      <div className="card-header">
        <h3>
          <Trans>Payment accounts</Trans>
        </h3>
        {present.length > 0 && !isOnboarding && (
          <Button onClick={() => setNaming(true)}>
            <Trans>Connect another account</Trans>
          </Button>
        )}
      </div>
      {isOnboarding && search.has(returnedParameter) && (
        <Callout>
          <p>
            <Trans>
              Welcome back. If everything is filled in at Stripe, the account shows as connected in a few seconds, by
              itself.
            </Trans>
          </p>
        </Callout>
      )}
      {onboarding.failure && !isNaming && (
        <ErrorCallout>
          <p>{onboarding.failure.message}</p>
        </ErrorCallout>
      )}
      {present.length === 0 ? (
        <EmptyState
          icon={<Landmark className="icon" aria-hidden="true" />}
          title={<Trans>No account takes payments yet</Trans>}
        >
          <p>
            <Trans>Connect your Stripe account: the money of your clients goes there directly.</Trans>
          </p>
          <Button look="primary" isPending={onboarding.isPending} onClick={() => onboarding.start()}>
            <Trans>Connect Stripe</Trans>
          </Button>
        </EmptyState>
      ) : (
        <ul className="list">
          {present.map((provider) => (
            <ProviderAccount
              key={provider.id}
              provider={provider}
              isDefault={provider.id === defaultProvider?.id}
              isContinuing={onboarding.isPending}
              onContinue={() => onboarding.start()}
            />
          ))}
        </ul>
      )}
      {former.length > 0 && (
        <details>
          <summary>
            <Plural value={former.length} one="# disconnected account" other="# disconnected accounts" />
          </summary>
          <ul className="list">
            {former.map((provider) => (
              <ProviderAccount key={provider.id} provider={provider} isDefault={false} />
            ))}
          </ul>
        </details>
      )}
      {isNaming && <NameDialog onboarding={onboarding} onClose={() => setNaming(false)} />}
    </section>
  );
}

/** Several accounts are told apart by their names. */
function NameDialog({ onboarding, onClose }: { onboarding: ReturnType<typeof useOnboarding>; onClose(): void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  return (
    <Dialog
      title={<Trans>Connect another account</Trans>}
      description={<Trans>You continue at Stripe, and then come back here.</Trans>}
      isOpen
      keepsOpen
      onClose={onClose}
    >
      <Form failure={onboarding.failure} fields={["name"]} onSubmit={() => onboarding.start(name)}>
        <TextField
          label={t`Name`}
          hint={<Trans>To tell your accounts apart. Clients do not see it.</Trans>}
          maxLength={200}
          value={name}
          onChange={setName}
          error={fieldError(onboarding.failure, "name")}
        />
        <Button type="submit" look="primary" isWide isPending={onboarding.isPending}>
          <Trans>Continue at Stripe</Trans>
        </Button>
      </Form>
    </Dialog>
  );
}
