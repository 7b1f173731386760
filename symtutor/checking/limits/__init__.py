"""Proofs about limits: expansions on one side of a point, and sequences of points."""
