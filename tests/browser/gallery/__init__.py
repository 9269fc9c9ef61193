"""A page with every part of the interface, served to the browser tests only."""
