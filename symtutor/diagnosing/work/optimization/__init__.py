"""Lines about extrema: critical points, Lagrange conditions, optima and shapes."""
