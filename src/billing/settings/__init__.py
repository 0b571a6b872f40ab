"""Payment settings: updates, and a preview of what an update would break."""
