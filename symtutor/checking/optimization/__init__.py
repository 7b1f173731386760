"""Independent judges of optimization: nothing here knows the rules or the algorithms."""
