import { Button, fieldError, Form, MoneyField, RadioCards, useToast } from "@acompte/shared/components";
import { type FragmentType, graphql, readFragment, useMutation } from "@acompte/shared/graphql";
import type { PaymentMethodChoice } from "@acompte/shared/graphql/types";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MethodName } from "./MethodName.tsx";

const PrepaymentFormFragment = graphql(`
  fragment PrepaymentForm_settings on PaymentSettings {
    id
    prepayment {
      enabled
      method
      methodOptions
      minimum { amount currencyCode }
      maximum { amount currencyCode }
    }
  }
`);

const EnablePrepayment = graphql(`
  mutation DashboardEnablePrepayment($input: EnablePrepaymentInput!) {
    enablePrepayment(input: $input) {
      ... on PaymentSettingsPayload {
        paymentSettings { ...PaymentSettings_settings }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
      ... on InvalidAmount { field }
    }
  }
`);

/** The element with the choice of the method of prepayments, to which a requirement leads. */
export const prepaymentMethodId = "prepayment-method";

type Choices = { method: PaymentMethodChoice | null; minimum: string; maximum: string };

/** The switch, with the method and the limits of prepayments. */
export function PrepaymentForm({ settings }: { settings: FragmentType<typeof PrepaymentFormFragment> }) {
  const { t } = useLingui();
  const showToast = useToast();
  const { prepayment } = readFragment(PrepaymentFormFragment, settings);
  const { enabled, methodOptions } = prepayment;
  const enable = useMutation(EnablePrepayment);
  const [chosen, setChosen] = useState<Partial<Choices>>({});
  const saved: Choices = {
    method: prepayment.method,
    minimum: prepayment.minimum?.amount ?? "",
    maximum: prepayment.maximum?.amount ?? "",
  };
  const now = { ...saved, ...chosen };
  const isChanged = (Object.keys(now) as (keyof Choices)[]).some((field) => now[field] !== saved[field]);

  async function submit(): Promise<void> {
    const input = {
      ...(methodOptions.length > 1 && { method: now.method }),
      minimum: now.minimum || null,
      maximum: now.maximum || null,
    };
    if (!(await enable.run({ input }))) return;
    setChosen({});
    showToast(enabled ? <Trans>Your settings are saved.</Trans> : <Trans>Clients can now prepay.</Trans>);
  }

  return (
    <Form failure={enable.failure} fields={["method", "minimum", "maximum"]} onSubmit={submit}>
      <div id={prepaymentMethodId}>
        {methodOptions.length > 1 ? (
          <RadioCards
            label={t`What do your clients prepay with?`}
            value={now.method}
            error={fieldError(enable.failure, "method")}
            onChange={(method) => setChosen({ ...chosen, method })}
            options={methodOptions.map((value) => ({ value, label: <MethodName method={value} /> }))}
          />
        ) : (
          methodOptions[0] && (
            <p>
              <Trans>
                Prepayment method: <MethodName method={methodOptions[0]} />. It is the method of all payments.
              </Trans>
            </p>
          )
        )}
      </div>
      <div className="columns">
        <MoneyField
          label={t`Smallest prepayment`}
          isOptional
          value={now.minimum}
          onChange={(minimum) => setChosen({ ...chosen, minimum })}
          error={fieldError(enable.failure, "minimum")}
        />
        <MoneyField
          label={t`Largest prepayment`}
          isOptional
          value={now.maximum}
          onChange={(maximum) => setChosen({ ...chosen, maximum })}
          error={fieldError(enable.failure, "maximum")}
        />
      </div>
      {(!enabled || isChanged) && (
        <div className="form-actions">
          <Button type="submit" look="primary" isPending={enable.isPending}>
            {enabled ? <Trans>Save</Trans> : <Trans>Switch prepayment on</Trans>}
          </Button>
        </div>
      )}
    </Form>
  );
}
