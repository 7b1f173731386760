"""What the public functions have in common: parameters, help, commands, questions in words."""
