"""The numeric lab: difference quotients, sweeps, running sums and quadratures, with bounds on their errors."""
