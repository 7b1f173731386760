"""What the checks need of calculus: derivatives, real values, regions, functions of floats."""
