"""Documents in each format: terminal, Markdown, HTML, LaTeX, JSON."""
