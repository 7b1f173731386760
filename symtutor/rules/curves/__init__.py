"""Rules about curves: implicit differentiation, tangent and normal lines."""
