"""The HTTP endpoints, and who is calling them."""
