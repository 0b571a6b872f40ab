"""Payment settings: update them, and preview the consequences of an update. For owners and admins only."""
