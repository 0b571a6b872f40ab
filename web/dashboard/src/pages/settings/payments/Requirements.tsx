import { Button, ErrorCallout } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { PrepaymentRequirementCode, Requirements_settingsFragment } from "@acompte/shared/graphql/types";
import { Trans } from "@lingui/react/macro";
import { CircleAlert, CircleCheck } from "lucide-react";
import styles from "../settings.module.css";
import { paymentMethodId } from "./PaymentMethods.tsx";
import { SetDefaultProvider, UpdatePaymentSettings } from "./paymentSettings.ts";
import { prepaymentMethodId } from "./PrepaymentForm.tsx";
import { useOnboarding } from "./useOnboarding.ts";

const RequirementsFragment = graphql(`
  fragment Requirements_settings on PaymentSettings {
    id
    paymentMethod
    providers { id name status }
    defaultProvider { id methods }
    prepayment {
      requirements { code met message }
    }
  }
`);

type Props = {
  settings: FragmentType<typeof RequirementsFragment>;
  /** Whether the choice of the method of prepayments is shown. */
  canChooseMethod: boolean;
};

/** What prepayment requires, and beside what is not met, the button that mends it. */
export function Requirements({ settings, canChooseMethod }: Props) {
  const shown = readFragment(RequirementsFragment, settings);
  return (
    <ul className="list">
      {shown.prepayment.requirements.map(({ code, met, message }) => (
        <li className="list-item" key={code}>
          <span className={styles.requirement}>
            {met ? (
              <CircleCheck className={`icon ${styles.met}`} aria-hidden="true" />
            ) : (
              <CircleAlert className={`icon ${styles.unmet}`} aria-hidden="true" />
            )}
            <span>
              <span className="visually-hidden">{met ? <Trans>Met:</Trans> : <Trans>Not met:</Trans>} </span>
              {message}
            </span>
          </span>
          {!met && <Remedy code={code} settings={shown} canChooseMethod={canChooseMethod} />}
        </li>
      ))}
    </ul>
  );
}

type RemedyProps = { code: PrepaymentRequirementCode; settings: Requirements_settingsFragment; canChooseMethod: boolean };

function Remedy({ code, settings, canChooseMethod }: RemedyProps) {
  const isConnected = settings.providers.some(({ status }) => status === "CONNECTED");
  switch (code) {
    case "INVOICES_VISIBLE_TO_CLIENTS":
      return <ShowInvoices />;
    case "PROVIDER_CONNECTED":
      return <ConnectStripe isBegun={settings.providers.some(({ status }) => status === "ONBOARDING")} />;
    case "DEFAULT_PROVIDER_SET":
      // The first account that is connected becomes the default.
      return isConnected ? <ChooseDefault providers={settings.providers} /> : <Later />;
    case "PAYMENT_METHOD_CHOSEN":
      // Without an account that takes it, no method is enough.
      return isConnected || settings.paymentMethod === null ? (
        <ChooseMethod id={canChooseMethod ? prepaymentMethodId : paymentMethodId} />
      ) : (
        <Later />
      );
  }
}

function ShowInvoices() {
  const update = useMutation(UpdatePaymentSettings);
  return (
    <>
      <Button isPending={update.isPending} onClick={() => update.run({ input: { hideInvoicesFromClients: false } })}>
        <Trans>Show invoices to clients</Trans>
      </Button>
      {update.failure && (
        <ErrorCallout>
          <p>{update.failure.message}</p>
        </ErrorCallout>
      )}
    </>
  );
}

function ConnectStripe({ isBegun }: { isBegun: boolean }) {
  const onboarding = useOnboarding();
  return (
    <>
      <Button isPending={onboarding.isPending} onClick={() => onboarding.start()}>
        {isBegun ? <Trans>Continue at Stripe</Trans> : <Trans>Connect Stripe</Trans>}
      </Button>
      {onboarding.failure && (
        <ErrorCallout>
          <p>{onboarding.failure.message}</p>
        </ErrorCallout>
      )}
    </>
  );
}

function ChooseDefault({ providers }: { providers: Requirements_settingsFragment["providers"] }) {
  const setDefault = useMutation(SetDefaultProvider);
  return (
    <>
      {providers
        .filter(({ status }) => status === "CONNECTED")
        .map(({ id, name }) => (
          <Button key={id} isPending={setDefault.isPending} onClick={() => setDefault.run({ providerId: id })}>
            <Trans>Make “{name}” the default</Trans>
          </Button>
        ))}
      {setDefault.failure && (
        <ErrorCallout>
          <p>{setDefault.failure.message}</p>
        </ErrorCallout>
      )}
    </>
  );
}

function Later() {
  return (
    <span className="soft small">
      <Trans>Follows once an account is connected</Trans>
    </span>
  );
}

/** The arrow keys go on from the present choice. */
function focusChoice(id: string): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>(`#${id} input`)];
  (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus();
}

function ChooseMethod({ id }: { id: string }) {
  return (
    <Button onClick={() => focusChoice(id)}>
      <Trans>Choose a method</Trans>
    </Button>
  );
}
