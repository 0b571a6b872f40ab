"""The language of the API: types, inputs, result unions, problems, scalars, loaders, doors. Knows no HTTP."""
