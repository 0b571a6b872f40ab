"""The GraphQL API: types, inputs, payloads, user errors, scalars, permissions, query compiler. Knows no HTTP."""
