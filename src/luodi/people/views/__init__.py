"""Pages of the area: units and posts, accounts, tables, and one's own account."""
