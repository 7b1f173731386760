"""The shell command: one command for each public function, read from its signature and docstring."""
