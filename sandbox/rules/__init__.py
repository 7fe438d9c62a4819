"""The rules of the books that more than one entity obeys."""
