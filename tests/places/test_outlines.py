"""Outlines that the operator loads: simplified, replaced, answered code by code."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from tests.people.factories import make_actor

from luodi.base.actors import SYSTEM
from luodi.base.errors import Invalid, NotAllowed
from luodi.base.models import Event
from luodi.places import queries, services
from luodi.places.models import Division, Outline
from luodi.places.outlines import simplified

pytestmark = pytest.mark.django_db
SOURCE = "某测绘院，许可证号1"


@pytest.fixture
def places():
    """A prefecture and a county."""
    city = Division.objects.create(code="4210", name="荆州市", level="city")
    return city, Division.objects.create(code="421022", name="公安县", level="county", parent=city)


def circle(x: float, y: float, corners: int = 720, radius: float = 1.0) -> list[list[float]]:
    turns = [2 * math.pi * at / corners for at in range(corners)]
    ring = [[x + radius * math.cos(turn), y + radius * math.sin(turn)] for turn in turns]
    return [*ring, ring[0]]


def file_of(*codes: str) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": f"地区{code}"},
            "geometry": {"type": "Polygon", "coordinates": [circle(112 + at, 30)]},
        }
        for at, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_outlines_are_found_by_code_with_their_source(places) -> None:
    done = services.load_outlines(file_of("421000", "421022", "999999"), SOURCE, actor=SYSTEM)
    assert (done.loaded, done.unknown) == (2, ("999999",))
    found = queries.outlines_of(["4210", "421022", "421024"])
    assert found is not None
    assert set(found.boundaries.polygons) == {"4210", "421022"}
    assert (found.boundaries.names["4210"], found.source) == ("荆州市", SOURCE)
    assert queries.outlines_of(["421024"]) is None
    assert Event.objects.filter(name="places.outlines.loaded").count() == 1


def test_loading_again_replaces(places) -> None:
    services.load_outlines(file_of("421022"), "旧", actor=SYSTEM)
    services.load_outlines(file_of("421022"), "新", actor=SYSTEM)
    assert Outline.objects.get().source == "新"


def test_corners_that_nobody_would_miss_are_left_out_and_the_shape_stays() -> None:
    ring = circle(112, 30)
    (polygon,) = simplified(((tuple(map(tuple, ring)),),))  # type: ignore[arg-type]
    (kept,) = polygon
    assert kept[0] == kept[-1]
    assert 20 < len(kept) < 100
    # Every corner left out lies within the tolerance: a chord's sagitta of a circle of radius 1.
    gaps = [math.dist(a, b) for a, b in pairwise(kept)]
    assert max(1 - math.sqrt(1 - (gap / 2) ** 2) for gap in gaps) <= math.hypot(2, 2) / 400 + 1e-4


def test_islands_too_small_to_see_are_left_out_but_never_all() -> None:
    large, small = circle(112, 30), circle(115, 30, radius=0.0005)
    found = simplified((((*map(tuple, large),),), ((*map(tuple, small),),)))  # type: ignore[arg-type]
    assert len(found) == 1
    assert simplified((((*map(tuple, small),),),))  # type: ignore[arg-type]


def test_what_is_refused_changes_nothing(places) -> None:
    for data, source in (
        (b"{}", SOURCE), (file_of("421022"), " "), (file_of("999999"), SOURCE),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            services.load_outlines(data, source, actor=SYSTEM)
    assert not Outline.objects.exists()
    with pytest.raises(NotAllowed):
        services.load_outlines(file_of("421022"), SOURCE, actor=make_actor("followup"))


def test_the_command_loads_a_file_and_names_what_fits_no_place(tmp_path, capsys) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(file_of("421022", "999999"))
    call_command("outlines", str(path), "--source", SOURCE)
    assert "999999" in capsys.readouterr().out
    assert Outline.objects.get().division.code == "421022"
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("outlines", str(tmp_path), "--source", SOURCE)
    path.write_text("no json")
    with pytest.raises(CommandError, match="GeoJSON"):
        call_command("outlines", str(path), "--source", SOURCE)
