"""The root types and thin resolvers, one module for each noun.

A resolver turns the input into a command, runs the use case through `Context.run_for_viewer`, and returns a payload of
object references, which `graph.sqlquery` reads when the response is written. Its docstring describes the field in the
schema.
"""
