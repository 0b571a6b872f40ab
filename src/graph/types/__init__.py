"""What the API tells, one module for each noun. A type wraps the row it is stored in."""
