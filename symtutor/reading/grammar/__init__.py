"""The grammar: one operator-precedence parser and its tables."""
