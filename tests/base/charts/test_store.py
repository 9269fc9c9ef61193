"""Drawings by content: at once when there, else by a job; the page that waits for one."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client
from tests.base.charts.samples import TILES

from luodi.base import charts, clock, jobs
from luodi.base.actors import SYSTEM
from luodi.base.charts import rendering, store
from luodi.base.models import Job, JobState, Timetable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """A folder for drawings."""
    settings.LUODI_CHARTS = tmp_path / "charts"
    return settings.LUODI_CHARTS


def test_a_new_chart_is_drawn_by_a_job_and_then_found(django_assert_num_queries) -> None:
    first = charts.shown(TILES, actor=SYSTEM)
    assert first.drawing is None
    assert store.state_of(first.digest) == (None, False)
    charts.shown(TILES, actor=SYSTEM)
    assert Job.objects.filter(name=store.JOB).count() == 1
    assert jobs.drain() == 1
    with django_assert_num_queries(0):
        second = charts.shown(TILES, actor=SYSTEM)
    assert second.drawing
    assert second.drawing == store.state_of(first.digest)[0]
    assert (second.digest, second.summary) == (first.digest, first.summary)


def test_a_drawing_that_failed_is_said_to_have_failed() -> None:
    first = charts.shown(TILES, actor=SYSTEM)
    Job.objects.update(state=JobState.FAILED)
    assert charts.shown(TILES, actor=SYSTEM).failed
    assert store.state_of(first.digest) == (None, True)
    assert Job.objects.count() == 1


def test_old_drawings_go_and_come_again(folder: Path) -> None:
    shown = charts.drawn_now(TILES)
    assert store.forget_old() == 0
    path = next(folder.glob("??/*"))
    os.utime(path, (0, 0))
    assert store.forget_old() == 1
    assert store.drawing_of(shown.digest) is None
    assert charts.drawn_now(TILES).drawing == shown.drawing


def test_no_other_file_is_read() -> None:
    assert store.drawing_of("../../settings") is None


def test_the_part_shows_drawing_words_and_table() -> None:
    text = (
        engines["django"]
        .from_string("{% chart shown %}")
        .render({"shown": charts.drawn_now(TILES)})
    )
    assert 'class="chart-drawing"' in text
    assert '<details class="more" open>' in text
    assert '<td class="num">45</td>' in text
    assert "最高为南陵县，45%" in text
    assert "style=" not in text


def test_the_part_asks_for_what_is_not_drawn_yet() -> None:
    shown = charts.shown(TILES, actor=SYSTEM)
    text = engines["django"].from_string("{% chart shown False %}").render({"shown": shown})
    assert f'hx-get="/base/charts/{shown.digest}/"' in text or shown.digest in text
    assert "正在绘图" in text
    assert "open>" not in text


def test_visitors_do_not_get_drawings(client: Client) -> None:
    answer = client.get(f"/charts/{charts.drawn_now(TILES).digest}/")
    assert answer.status_code in (302, 404)


def test_staff_get_drawings_and_what_waits_or_failed(client: Client, django_user_model) -> None:
    from django.urls import reverse

    person = django_user_model.objects.create(account="a", name="甲")
    client.force_login(person)
    shown = charts.shown(TILES, actor=SYSTEM)
    address = reverse("base:chart", args=[shown.digest])
    assert "正在绘图" in client.get(address).content.decode()
    jobs.drain()
    assert 'class="chart-drawing"' in client.get(address).content.decode()
    unknown = reverse("base:chart", args=["0" * 64])
    assert "图未能绘制" in client.get(unknown).content.decode()


def test_pictures_for_word_are_made_by_a_job_and_then_found(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "has_letters", lambda: True)
    assert charts.pictures([TILES], actor=SYSTEM) == [charts.Unpictured.WAITS]
    assert jobs.drain() == 1
    (whole,) = charts.pictures([TILES], actor=SYSTEM)
    assert isinstance(whole, bytes)
    assert charts.pictures([TILES], actor=SYSTEM, half=True) == [charts.Unpictured.WAITS]


def test_a_picture_that_failed_is_said_to_have_failed_and_asked_for_again(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "has_letters", lambda: False)
    charts.pictures([TILES], actor=SYSTEM)
    jobs.drain()
    assert "中文字体" in Job.objects.get().error_zh
    monkeypatch.setattr(store, "is_working", lambda: True)
    monkeypatch.setattr(store.time, "sleep", lambda seconds: jobs.drain())
    assert charts.pictures([TILES], actor=SYSTEM) == [charts.Unpictured.FAILED]
    assert Job.objects.count() == 2


def test_a_download_waits_for_its_pictures_while_a_worker_is_there(monkeypatch) -> None:
    monkeypatch.setattr(rendering, "has_letters", lambda: True)
    monkeypatch.setattr(store, "is_working", lambda: True)
    monkeypatch.setattr(store.time, "sleep", lambda seconds: jobs.drain())
    (found,) = charts.pictures([TILES], actor=SYSTEM)
    assert isinstance(found, bytes)


def test_whether_a_worker_is_there_follows_from_what_comes_regularly() -> None:
    assert not jobs.is_working()
    jobs.tick()
    assert jobs.is_working()
    Timetable.objects.update(due_at=clock.now() - timedelta(hours=1))
    assert not jobs.is_working()
