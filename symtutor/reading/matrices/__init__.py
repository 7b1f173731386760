"""Matrix calculus as text: tokens, functions, shapes, and the parser."""
