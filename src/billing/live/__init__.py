"""Live updates: the change feeds of a client and of a firm, their cursors, and the poller that wakes subscribers."""
