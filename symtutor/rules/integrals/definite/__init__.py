"""Rules of definite integrals: the fundamental theorem, symmetry, areas, known values, Riemann sums."""
