"""How tightly a piece of printed mathematics binds: what is looser than its place wants gets brackets."""

__all__ = ["ATOM", "POWER", "PREFIX", "PRODUCT", "RELATION", "SUM"]

RELATION, SUM, PRODUCT, PREFIX, POWER, ATOM = range(6)
