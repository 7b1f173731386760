"""Enclosures: intervals and balls that surely hold a value, rounding included."""
