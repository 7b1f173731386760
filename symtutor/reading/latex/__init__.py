"""LaTeX to tokens: the lexer, and what each command means."""
