"""Judging hand-solved optimization: extrema, problems under constraints, separating lines, steps of descent."""
