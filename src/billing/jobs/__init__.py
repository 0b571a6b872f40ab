"""The queue of jobs, alerts for the operator, and statistics about both."""
