"""Plain text to tokens: characters, runs of letters, known names."""
