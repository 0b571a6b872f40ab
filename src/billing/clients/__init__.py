"""Clients: the firm creates, changes and archives them (D37, D38)."""
