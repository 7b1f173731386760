"""Proofs about definite integrals: enclosures, continuity, hidden jumps, known areas."""
