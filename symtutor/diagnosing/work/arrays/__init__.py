"""Lines about vectors, matrices and sums over indices: judged at fixed sizes, entry by entry."""
