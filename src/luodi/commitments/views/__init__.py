"""Pages of plans and rows."""
