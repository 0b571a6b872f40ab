"""Settings of a server whose pages are served elsewhere: preparing the documents of its own takes most of a second."""

PORTAL_URL = "https://portal.test/portal"
DASHBOARD_URL = "https://portal.test/dashboard"
