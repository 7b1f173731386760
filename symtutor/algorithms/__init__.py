"""Exact mathematics without steps: what rules need in order to find their bindings."""
