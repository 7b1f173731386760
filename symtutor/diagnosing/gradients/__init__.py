"""Grading of numpy gradients: which array is wrong, by which fault."""
