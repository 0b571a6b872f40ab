"""People, memberships, sign-in and sessions."""
