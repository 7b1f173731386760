"""Reading hand work: documents, lines, the statements of a line."""
