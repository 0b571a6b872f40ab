"""The servers that are compared: each a program that serves `/graphql` at the port of PORT, from DATABASE_URL."""
