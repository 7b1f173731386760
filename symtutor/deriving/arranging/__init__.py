"""Blocks and lines in the order in which a reader wants them: a file for each kind of problem."""
