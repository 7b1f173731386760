"""The mistake of a wrong line: what was done wrongly to the line before it."""
