"""What each kind of goal means, said a second time and independently of the rules."""
