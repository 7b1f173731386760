"""Deriving: from a goal to its derivation, by the rules of the book."""
