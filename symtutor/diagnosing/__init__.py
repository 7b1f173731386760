"""Diagnosing: from a learner's answer or lines to what went wrong."""
