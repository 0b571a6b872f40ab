"""Tests of the whole project."""

import gc

# What is imported and collected stays: to look for garbage in it takes a quarter of the time.
gc.set_threshold(100_000, 20, 100)
