"""Hostile requests against a real server: `make test-hostile` measures what they cost, and what others notice."""
