"""What the browser tests expect, with the patience that a loaded machine needs: a test that waits
for a state fails when it never comes, not when it comes late."""

from __future__ import annotations

from playwright.sync_api import expect

expect.set_options(timeout=30_000)

__all__ = ["expect"]
