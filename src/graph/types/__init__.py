"""Output types, one module for each noun. Most declare how the query compiler reads them from a table."""
