import { graphql } from "@acompte/shared/graphql";

/** All that the page shows: a change of one setting can change any of it. */
export const paymentSettingsFragment = graphql(`
  fragment PaymentSettings_settings on PaymentSettings {
    id
    ...ProviderAccounts_settings
    ...PaymentMethods_settings
    ...Prepayment_settings
  }
`);

export const UpdatePaymentSettings = graphql(`
  mutation DashboardUpdatePaymentSettings($input: UpdatePaymentSettingsInput!) {
    updatePaymentSettings(input: $input) {
      ... on PaymentSettingsPayload {
        paymentSettings { ...PaymentSettings_settings }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

export const SetDefaultProvider = graphql(`
  mutation DashboardSetDefaultProvider($providerId: ID!) {
    setDefaultPaymentProvider(input: { providerId: $providerId }) {
      ... on PaymentSettingsPayload {
        paymentSettings { ...PaymentSettings_settings }
      }
      ... on UserError { message }
    }
  }
`);
