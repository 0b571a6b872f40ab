"""Live updates: the change feed of a client, its cursors, and the poller that wakes subscribers."""
