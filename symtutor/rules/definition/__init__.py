"""Rules of the derivative from its definition: difference quotients and their limits."""
