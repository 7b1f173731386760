"""Asking for extrema and optima, separating lines, convexity and descent."""
