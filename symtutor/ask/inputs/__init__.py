"""What people pass to the public functions, read and refused where it makes no sense."""
