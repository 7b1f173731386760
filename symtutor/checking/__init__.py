"""Independent checks: numbers refute, symbols prove; nothing here knows the rules."""
