"""A city's own Word template: filled in a child process; a broken one is answered with its line.

`fill` runs in the child, without Django. Templates are written with docxtpl's tags: {{ title }},
{%tr for row in rows %} … {%tr endfor %}. They come from outside, so Jinja runs in its sandbox.
"""

from __future__ import annotations

import base64
import io
import json
from typing import Any

_AROUND = 3


def fill(payload: bytes) -> bytes:
    """Return JSON: `{"docx": base64}`, or `{"error": what, "line": words around the fault}`."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    asked = json.loads(payload)
    data = base64.b64decode(asked["template"])
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(asked["context"], SandboxedEnvironment(autoescape=True), autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except TemplateError as error:
        return _told(str(error), _lines(error))
    except Exception as error:  # whatever a library throws at a foreign file, the answer is one
        return _told(type(error).__name__, "")
    return json.dumps({"docx": base64.b64encode(out.getvalue()).decode()}).encode()


def _lines(error: Any) -> str:
    """The words around the fault, as docxtpl keeps them: without markup."""
    found = [line.strip() for line in getattr(error, "docx_context", ()) if line.strip()]
    return " ".join(found[:_AROUND])[:200]


def _told(what: str, line: str) -> bytes:
    return json.dumps({"error": what[:200], "line": line}, ensure_ascii=False).encode()


def request_of(template: bytes, context: dict[str, Any]) -> bytes:
    """Return the payload of `fill`."""
    packed = {"template": base64.b64encode(template).decode(), "context": context}
    return json.dumps(packed, ensure_ascii=False).encode()
