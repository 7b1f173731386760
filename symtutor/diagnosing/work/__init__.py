"""Judging hand work line by line."""
