"""Networks as numpy programs."""
