"""Input types of mutations, one module for each noun."""
