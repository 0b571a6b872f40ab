"""Identity: people, their memberships in firms and with clients, sign-in and sessions."""
