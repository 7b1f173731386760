"""Exact mathematics of optimization, without steps."""
