"""The meaning of terms with goals inside, and of equations that follow from others."""
