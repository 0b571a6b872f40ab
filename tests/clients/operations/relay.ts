import { graphql } from "relay-runtime";

export const signIn = graphql`
  mutation relaySignInMutation($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on UserError { message }
    }
  }
`;

export const home = graphql`
  query relayHomeQuery {
    viewer {
      __typename
      ... on ClientUser {
        name
        client {
          id
          name
          amountDue { amount }
          creditAccount { available { amount currencyCode } }
          changesCursor
          ...relayInvoices_client
        }
      }
    }
  }
`;

export const invoices = graphql`
  fragment relayInvoices_client on Client
  @refetchable(queryName: "relayInvoicesPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    invoices(first: $count, after: $cursor) @connection(key: "relay_invoices") {
      edges { node { id number } }
    }
  }
`;

export const updateProfile = graphql`
  mutation relayUpdateProfileMutation($name: String!) {
    updateProfile(input: { name: $name }) {
      __typename
      ... on ProfilePayload { viewer { ... on ClientUser { name } } }
      ... on UserError { message }
    }
  }
`;

export const prepay = graphql`
  mutation relayPrepayMutation($amount: Decimal!, $idempotencyKey: String!) {
    makePrepayment(input: { amount: $amount, method: CARD, idempotencyKey: $idempotencyKey }) {
      __typename
      ... on MakePrepaymentPayload {
        prepayment {
          id
          status
          checkout { ... on StripeCheckout { publishableKey accountId clientSecret apiBase } }
        }
      }
      ... on UserError { message }
    }
  }
`;

export const prepayment = graphql`
  query relayPrepaymentQuery($id: ID!) {
    node(id: $id) {
      ... on Prepayment { status amount { amount } }
    }
  }
`;

export const changes = graphql`
  subscription relayChangesSubscription($clientId: ID!, $after: String) {
    clientChanges(clientId: $clientId, after: $after) {
      cursor
      reload
      client { creditAccount { available { amount currencyCode } } }
      prepayments { status }
      removedIds @deleteRecord
    }
  }
`;
