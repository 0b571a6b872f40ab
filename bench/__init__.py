"""Benchmarks: the same data and the same two operations, answered by Acompte and by its alternatives."""
