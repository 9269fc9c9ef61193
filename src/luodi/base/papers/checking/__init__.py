"""Proves the layout of a Word file from its XML, by figures of its own, not the writer's."""
