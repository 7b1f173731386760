"""The behaviour of expressions near a point: expansions, signs, bounds."""
