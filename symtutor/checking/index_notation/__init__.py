"""Proofs of matrix calculus in index notation, for matrices of every size."""
