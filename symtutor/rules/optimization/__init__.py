"""The rules of optimization: equations, extrema, constraints, separating lines."""
