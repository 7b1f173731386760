"""Lines that are equations: solved, in systems, with letters to be found, on curves."""
