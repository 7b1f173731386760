"""Rules of Taylor polynomials: known series, composition, the remainder."""
