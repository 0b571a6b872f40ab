import { Card, QueryView, Skeleton } from "@acompte/shared/components";
import { graphql, readFragment, useQuery } from "@acompte/shared/graphql";
import { Trans, useLingui } from "@lingui/react/macro";
import styles from "../settings.module.css";
import { SettingsHeader } from "../SettingsHeader.tsx";
import { PaymentMethods } from "./PaymentMethods.tsx";
import { Prepayment } from "./Prepayment.tsx";
import { ProviderAccounts } from "./ProviderAccounts.tsx";
import { paymentSettingsFragment } from "./paymentSettings.ts";

const PaymentSettingsDocument = graphql(`
  query DashboardPaymentSettings {
    firm {
      id
      paymentSettings { ...PaymentSettings_settings }
    }
  }
`);

/** How clients pay, in two steps: first accounts and methods, then prepayment, which needs them. */
export default function PaymentSettingsPage() {
  const { t } = useLingui();
  const query = useQuery(PaymentSettingsDocument);
  return (
    <div className="page page-form">
      <SettingsHeader title={t`Payment settings`} />
      <QueryView query={query} skeleton={<PaymentSettingsSkeleton />}>
        {({ firm }) => {
          const settings = readFragment(paymentSettingsFragment, firm?.paymentSettings);
          return (
            settings && (
              <div className="stack">
                <Card title={<Trans>1. How clients pay</Trans>}>
                  <div className={styles.parts}>
                    <ProviderAccounts settings={settings} />
                    <PaymentMethods settings={settings} />
                  </div>
                </Card>
                <Prepayment settings={settings} />
              </div>
            )
          );
        }}
      </QueryView>
    </div>
  );
}

function PaymentSettingsSkeleton() {
  return (
    <div className="stack">
      <Card>
        <Skeleton lines={8} />
      </Card>
      <Card>
        <Skeleton lines={5} />
      </Card>
    </div>
  );
}
