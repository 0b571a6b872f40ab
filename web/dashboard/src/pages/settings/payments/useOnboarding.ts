import { graphql, useMutation } from "@acompte/shared/graphql";
import { useRouter } from "wouter";

const ConnectProvider = graphql(`
  mutation DashboardConnectProvider($name: String, $returnUrl: String!) {
    connectPaymentProvider(input: { kind: STRIPE, name: $name, returnUrl: $returnUrl }) {
      ... on ConnectPaymentProviderPayload {
        provider { id onboardingUrl }
        paymentSettings { ...PaymentSettings_settings }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);

/** The search parameter of this page's address after the onboarding. */
export const returnedParameter = "returned";

/** Connects a Stripe account, or continues with the one whose onboarding is incomplete: at Stripe, and back here. */
export function useOnboarding() {
  const { base } = useRouter();
  const connect = useMutation(ConnectProvider);

  async function start(name: string | null = null): Promise<void> {
    const returnUrl = `${location.origin}${base}/settings?${returnedParameter}=stripe`;
    const payload = await connect.run({ name, returnUrl });
    if (payload?.provider.onboardingUrl) location.assign(payload.provider.onboardingUrl);
  }
  return { start, isPending: connect.isPending, failure: connect.failure };
}
