"""Whether two expressions are the same: proved, refuted by an exact point, or undecided."""
