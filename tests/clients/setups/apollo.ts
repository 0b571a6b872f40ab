import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";
import generated from "../generated/possibleTypes";

export const createApolloClient = () =>
  new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(createClient({ url: "/graphql", shouldRetry: () => true })),
      new HttpLink({ uri: "/graphql", credentials: "include", headers: { "Acompte-Request": "1" } }),
    ),
    cache: new InMemoryCache({
      possibleTypes: generated.possibleTypes,
      typePolicies: {
        Client: { fields: { invoices: relayStylePagination(["filter", "orderBy"]) } },
        Money: { merge: true },
        PrepaymentOffer: { merge: true },
        PrepaymentSettings: { merge: true },
      },
    }),
  });
