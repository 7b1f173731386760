"""Rules of matrix calculus: differentials, and the linear forms from which derivatives are read off."""
