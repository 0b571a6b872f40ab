"""Clients: the firm creates, changes, archives and imports them (D37 to D39)."""
