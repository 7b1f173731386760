"""Goals: what is asked, a file for each part of calculus."""
