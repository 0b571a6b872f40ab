"""A client's credits: credit notes, reversals, and which money paid which invoice."""
