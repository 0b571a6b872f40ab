"""Backup, metrics and demo data."""
