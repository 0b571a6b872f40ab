"""Payloads of mutations, and the unions of their results."""
