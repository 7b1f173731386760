"""Rules where a formula changes: kinks, jumps, pieces that meet, and derivatives there."""
