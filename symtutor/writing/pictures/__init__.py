"""Pictures of functions, derivatives, integrals and fields."""
