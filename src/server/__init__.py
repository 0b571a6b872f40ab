"""The server: settings, HTTP endpoints, subscriptions, command line and processes."""
