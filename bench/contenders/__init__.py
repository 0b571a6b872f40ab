"""The contenders: programs that serve `/graphql` at PORT from the database at DATABASE_URL."""
