import { graphql } from "@acompte/shared/graphql";

export const UpdateEndpoint = graphql(`
  mutation DashboardUpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
    updateWebhookEndpoint(input: $input) {
      ... on WebhookEndpointPayload {
        webhookEndpoint { id ...EndpointDetails_endpoint }
      }
      ... on UserError { message }
      ... on InvalidInput { field }
    }
  }
`);
