"""Proofs by normal form: two expressions as polynomials in one tower of generators."""
