"""Rules of antiderivatives: the table, linearity, substitution, parts, and methods for kinds of integrands."""
