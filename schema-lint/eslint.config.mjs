// graphql-eslint over schema.graphql, from the repository's root: every rule of its sets "recommended" and "relay".
// What is set differently here is explained here.
import { readFileSync } from "node:fs";

import graphql from "@graphql-eslint/eslint-plugin";

const SCHEMA = "schema.graphql";

// Expected errors are results, not objects that a cache could keep by an id.
const USER_ERRORS = readFileSync(SCHEMA, "utf8").matchAll(/^type (\w+) implements .*\bUserError\b/gm);

// Values without an identity of their own: they are read through an object that has one. A new type is either a Node,
// with an `id`, or belongs here.
const VALUES = [
  "ActivityChange",
  "Actor",
  "CardDetails",
  "ClientChange", // an event of a subscription
  "CreditUse",
  "FirmChange", // an event of a subscription
  "InvitationPreview", // found by the token of a link
  "InvoiceLine",
  "Money",
  "MoneyReport",
  "Operation", // found by its idempotency key, which only its sender knows
  "PageInfo",
  "PaymentFailure",
  "PaymentSettingsPreview",
  "PrepaymentOffer",
  "PrepaymentRequirement",
  "PrepaymentSettings",
  "Quote",
  "SeatChoice", // its `seatId` names a membership, which is no object of the API before sign-in
  "StripeCheckout",
];

export default [
  {
    files: [SCHEMA],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: SCHEMA } } },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...graphql.configs["flat/schema-recommended"].rules,
      ...graphql.configs["flat/schema-relay"].rules,
      "@graphql-eslint/strict-id-in-types": [
        "error",
        {
          exceptions: {
            types: [...VALUES, ...Array.from(USER_ERRORS, ([, name]) => name)],
            // Results of one mutation, and Relay's own types, which have no `id` in its specification.
            suffixes: ["Payload", "Connection", "Edge"],
          },
        },
      ],
      // The option forbids every list that is not of edges. Relay's specification does not: lists that are short by
      // nature (lines, users of a client, methods) and the objects of one change are plain lists.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
      // The built-in directive of GraphQL, which Strawberry prints without a description.
      "@graphql-eslint/require-description": [
        "error",
        {
          ...graphql.configs["flat/schema-recommended"].rules["@graphql-eslint/require-description"][1],
          ignoredSelectors: ["DirectiveDefinition[name.value=oneOf]"],
        },
      ],
    },
  },
];
