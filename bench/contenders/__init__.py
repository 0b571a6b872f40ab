"""The servers that are compared: each a module that serves `/graphql` at the port of PORT, from DATABASE_URL."""
