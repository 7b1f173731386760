"""The public functions, by topic: each reads its arguments, derives, checks, and wraps the result."""
