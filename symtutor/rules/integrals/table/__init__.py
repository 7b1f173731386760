"""The table of integrals: elementary, quadratics, radicals, functions that are not elementary."""
