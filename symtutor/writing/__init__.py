"""Writing: what was derived, checked or computed, as text, LaTeX, HTML, JSON and pictures."""
