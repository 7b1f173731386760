"""Equations and inequalities, solved exactly, without steps."""
