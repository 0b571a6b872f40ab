"""A client's credits: credit notes, reversals, and the allocation of credits to payments."""
