"""How to sign in to the demonstration, as it was noted beside the data when it was built."""

from __future__ import annotations

import json

from django.conf import settings


def greeting() -> str:
    """Return the lines that say how to sign in to the demonstration; empty where there is none."""
    path = settings.DEMONSTRATION_NOTE
    if not path.is_file():
        return ""
    said = json.loads(path.read_text(encoding="utf-8"))
    width = max(len(account) for account, _ in said["accounts"])
    rows = "\n".join(f"  {account:{width}}  {post}" for account, post in said["accounts"])
    return f"演示账号 / accounts of the demonstration:\n{rows}\n密码 / password: {said['password']}"
