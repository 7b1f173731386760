"""Exercises: problems made to need given rules, and how hard they are."""
