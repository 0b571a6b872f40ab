"""Payment settings and the firm itself: update them, and preview a change. For owners and admins only."""
