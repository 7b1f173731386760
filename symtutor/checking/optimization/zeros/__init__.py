"""Zeros and signs of functions, proved: by enclosures, Sturm counts, resultants."""
