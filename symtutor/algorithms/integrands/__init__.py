"""Other forms of integrands, and the parts of antiderivatives that are computed."""
