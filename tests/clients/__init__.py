"""The GraphQL clients that people use, each in its current release, against a running server."""
