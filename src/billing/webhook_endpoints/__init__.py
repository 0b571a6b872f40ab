"""Webhook endpoints: create, change, delete them, rotate their secrets, deliver notices to them."""
