"""symtutor: derive, check and diagnose the calculus behind machine learning."""
