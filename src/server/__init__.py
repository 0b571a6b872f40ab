"""Settings, the database, the doors on HTTP, and the command line: what makes the house a running server."""
