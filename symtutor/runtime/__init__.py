"""While a call runs: its deadline, interrupts, recursion, and methods of SymPy that are mended meanwhile."""
