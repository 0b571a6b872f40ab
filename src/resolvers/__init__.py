"""Answers: thin functions, one module for each noun. An input becomes a wish, a deed does it, a type tells it."""
