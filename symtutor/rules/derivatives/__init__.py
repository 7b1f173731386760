"""Rules of derivatives: the laws, the tables, higher orders, values at points."""
