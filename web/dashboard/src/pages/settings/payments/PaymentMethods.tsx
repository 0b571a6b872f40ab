import { Button, Checkbox, fieldError, Form, RadioCards, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { CreditApplication, PaymentMethodChoice } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import styles from "../settings.module.css";
import { ChangePreview, usePreview } from "./ChangePreview.tsx";
import { UpdatePaymentSettings } from "./paymentSettings.ts";

const PaymentMethodsFragment = graphql(`
  fragment PaymentMethods_settings on PaymentSettings {
    id
    hideInvoicesFromClients
    paymentMethod
    creditApplication
    defaultProvider { id methods }
  }
`);

/** The element with the choice of a payment method, to which a requirement leads. */
export const paymentMethodId = "payment-method";

type Choices = {
  paymentMethod: PaymentMethodChoice | null;
  hideInvoicesFromClients: boolean;
  creditApplication: CreditApplication;
};

/** Methods, visible invoices and the use of credits. What a change would break is shown before it can be saved. */
export function PaymentMethods({ settings }: { settings: FragmentType<typeof PaymentMethodsFragment> }) {
  const { t } = useLingui();
  const showToast = useToast();
  const { defaultProvider, ...saved } = readFragment(PaymentMethodsFragment, settings);
  const [chosen, setChosen] = useState<Partial<Choices>>({});
  const update = useMutation(UpdatePaymentSettings);
  const now = { ...saved, ...chosen };
  // Only what is changed here is sent: somebody else may change the rest meanwhile.
  const change = {
    ...(now.paymentMethod !== saved.paymentMethod && { paymentMethod: now.paymentMethod }),
    ...(now.hideInvoicesFromClients !== saved.hideInvoicesFromClients && {
      hideInvoicesFromClients: now.hideInvoicesFromClients,
    }),
  };
  const isPreviewed = Object.keys(change).length > 0;
  const input = {
    ...change,
    ...(now.creditApplication !== saved.creditApplication && { creditApplication: now.creditApplication }),
  };
  const isChanged = Object.keys(input).length > 0;
  const preview = usePreview(isPreviewed ? change : null);
  const cards = !defaultProvider || defaultProvider.methods.includes("CARD");
  const debits = !defaultProvider || defaultProvider.methods.includes("BANK_DEBIT");

  async function submit(): Promise<void> {
    if (!isChanged || !(await update.run({ input }))) return;
    setChosen({});
    showToast(<Trans>Your settings are saved.</Trans>);
  }

  return (
    <Form failure={update.failure} fields={["paymentMethod", "creditApplication"]} onSubmit={submit}>
      <div id={paymentMethodId}>
        <RadioCards
          label={t`What do your clients pay with?`}
          value={now.paymentMethod ?? "NONE"}
          error={fieldError(update.failure, "paymentMethod")}
          onChange={(method) => setChosen({ ...chosen, paymentMethod: method === "NONE" ? null : method })}
          options={[
            {
              value: "CARD",
              label: t`Card`,
              hint: cards ? t`Paid at once` : t`Your default account takes no cards at present.`,
            },
            {
              value: "BANK_DEBIT",
              label: t`Bank debit`,
              hint: debits ? t`Paid after a few days` : t`Your default account takes no bank debits at present.`,
            },
            { value: "CARD_OR_BANK_DEBIT", label: t`Card or bank debit`, hint: t`Whoever pays chooses.` },
            { value: "NONE", label: t`Neither`, hint: t`Invoices are paid from credits and offline only.` },
          ]}
        />
      </div>
      <Checkbox
        label={<Trans>Clients see their invoices</Trans>}
        hint={<Trans>Otherwise they see payments and credits only, and cannot prepay.</Trans>}
        isChecked={!now.hideInvoicesFromClients}
        onChange={(isVisible) => setChosen({ ...chosen, hideInvoicesFromClients: !isVisible })}
      />
      <RadioCards
        label={t`When do credits pay an invoice?`}
        value={now.creditApplication}
        error={fieldError(update.failure, "creditApplication")}
        onChange={(creditApplication) => setChosen({ ...chosen, creditApplication })}
        options={[
          { value: "MANUAL", label: t`When somebody pays with them`, hint: t`The client, or your firm for the client` },
          {
            value: "ON_ISSUE",
            label: t`As soon as the invoice is issued`,
            hint: t`By themselves, once, as far as the available credits go`,
          },
        ]}
      />
      {isChanged && (
        <div className={styles.changes}>
          {isPreviewed && <ChangePreview preview={preview} />}
          <div className="form-actions">
            <Button type="submit" look="primary" isPending={update.isPending || (isPreviewed && preview.isLoading)}>
              <Trans>Save</Trans>
            </Button>
            <Button
              look="quiet"
              onClick={() => {
                setChosen({});
                update.clearFailure();
              }}
            >
              <Trans>Discard</Trans>
            </Button>
          </div>
        </div>
      )}
    </Form>
  );
}
