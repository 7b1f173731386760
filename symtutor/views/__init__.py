"""Views for the REPL, notebooks and files: solutions, judgements, judged work, exercises, grades."""
