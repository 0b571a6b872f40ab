"""The product: use cases in packages by subject, with their pure rules beside them.

Each use case is a function in a module of the same name. Rules, such as D27, are in docs/rules.md. import-linter holds
which package may import which.
"""
