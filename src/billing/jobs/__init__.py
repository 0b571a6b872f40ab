"""The job queue, alerts for the operator, and statistics of both."""
