"""What the forms of indicators offer."""

from __future__ import annotations

from luodi.base.actors import Actor
from luodi.base.errors import Invalid
from luodi.base.permissions import ask
from luodi.documents.models import Document
from luodi.documents.permissions import visible
from luodi.people.models import Post, Unit
from luodi.places.queries import Found, by_code, by_name, children

from .. import permissions
from ..models import Indicator, PeerSet
from ..vocabularies import IndicatorState

Choices = list[tuple[str, str]]
NEWEST = 200


def post_choices(actor: Actor) -> Choices:
    """Return the posts in force, in the order of the tree of units."""
    ask(actor, permissions.VIEW_INDICATORS)
    posts = Post.objects.filter(active=True).select_related("unit")
    return [(str(post.uuid), str(post)) for post in posts.order_by("unit__path", "order", "pk")]


def indicator_choices(
    actor: Actor, *, other_than: Indicator | None = None, heads: bool = False
) -> Choices:
    """Return the indicators in use; `heads`: only those that are no variant of another."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = Indicator.objects.exclude(state=IndicatorState.RETIRED)
    if other_than is not None:
        rows = rows.exclude(pk=other_than.pk)
    if heads:
        rows = rows.filter(variant_of=None)
    return [(str(row.uuid), str(row)) for row in rows]


def document_choices(actor: Actor) -> Choices:
    """Return the newest documents that the actor may see, with their numbers."""
    ask(actor, permissions.VIEW_INDICATORS)
    rows = Document.objects.filter(visible(actor)).order_by("-pk")[:NEWEST]
    return [(str(row.uuid), words_of(row)) for row in rows]


def words_of(document: Document) -> str:
    """Return title and number of a document as one names it."""
    return f"{document.title}（{document.number}）" if document.number else document.title


def peer_choices(actor: Actor) -> Choices:
    """Return the declared peers."""
    ask(actor, permissions.VIEW_INDICATORS)
    return [(str(row.uuid), row.name) for row in PeerSet.objects.all()]


def codes_in(text: str) -> list[str]:
    """Return the codes of places given one a line, as code, as full name, or as 4210* for all
    right below; refuses what is not there or bears several names, saying which."""
    found: list[str] = []
    for line in text.splitlines():
        if word := line.strip():
            found += _codes(word)
    return list(dict.fromkeys(found))


def _codes(word: str) -> list[str]:
    if word.endswith("*"):
        below = [row.code for row in children(word[:-1])]
        if not below:
            raise Invalid(
                f"{word}之下没有地区。", f"There is nothing below {word}.", field="places"
            )
        return below
    return [place_code(word)]


def place_code(word: str, field: str = "places") -> str:
    """Return the code of a place given as code or full name; refuses what names none or several."""
    if word.isdecimal():
        if by_code(word) is None:
            raise Invalid(f"没有代码{word}。", f"There is no code {word}.", field=field)
        return word
    match = by_name(word)
    if match.state is Found.ONE and match.division is not None:
        return match.division.code
    if match.state is Found.AMBIGUOUS:
        named = "、".join(f"{row.full_name}（{row.code}）" for row in match.candidates[:4])
        raise Invalid(
            f"“{word}”不止一个：{named}。请填代码。",
            f"“{word}” is the name of several: {named}. Give the code.",
            field=field,
        )
    raise Invalid(f"没有“{word}”，请写全称或代码。", f"There is no {word}.", field=field)


def subject_named(word: str) -> tuple[str, str]:
    """Return code of a place or public id of a unit, one of them empty, by what was typed: a code
    (with or without the name after it), a full name; refuses what names nothing."""
    clean = " ".join(word.split())
    if not clean:
        raise Invalid("请填写地区或单位。", "Name the place or unit.", field="who")
    first = clean.split(" ")[0]
    if first.isdecimal():
        return place_code(first, "who"), ""
    unit = Unit.objects.filter(active=True, name=clean).first()
    unit = unit or Unit.objects.filter(active=True, short_name=clean).first()
    return ("", str(unit.uuid)) if unit else (place_code(clean, "who"), "")
