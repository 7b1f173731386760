"""Mathematics as marks: how each Term is printed, in plain text and in LaTeX."""
