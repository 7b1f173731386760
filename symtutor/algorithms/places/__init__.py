"""Where expressions break, vanish, change their formula or have no value."""
