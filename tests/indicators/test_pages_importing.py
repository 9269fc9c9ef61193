"""The pages on which tables of figures come in: file, columns, rows, done."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people.factories import make_holder

from luodi.base import jobs
from luodi.indicators.importing import files
from luodi.indicators.importing.sheets import parse
from luodi.indicators.models import FigureImport, Observation
from luodi.indicators.services import importing

from .factories import define

pytestmark = pytest.mark.django_db
HOME = "/indicators/imports/"


@pytest.fixture(autouse=True)
def _here(monkeypatch) -> None:
    monkeypatch.setattr(files, "run_limited", lambda target, payload, limits: parse(payload))


@pytest.fixture
def officer(client: Client, city) -> Client:
    client.force_login(make_holder("followup"))
    return client


def give(client: Client, text: str, **more: str) -> FigureImport:
    """Give a table on the page; it leads to its columns."""
    file = SimpleUploadedFile("表.csv", text.encode())
    answer = client.post(HOME, {"file": file, **more})
    given = FigureImport.objects.get()
    assert answer["Location"] == f"{HOME}{given.uuid}/columns/"
    return given


def fields(client: Client, address: str) -> dict[str, str]:
    """What the form of the columns holds as it is shown."""
    form = client.get(address).context["form"]
    return {
        name: form[name].value() or "" for name in form.fields if form[name].value() is not False
    }


def test_from_the_file_to_the_figures(officer) -> None:
    indicator = define("常住人口", unit="万人")
    given = give(officer, "地区,2019,2020\n公安县,80,81\n无此县,1,2\n")
    columns = f"{HOME}{given.uuid}/columns/"
    page = officer.get(columns).content.decode()
    assert "2019" in page
    refused = officer.post(columns, fields(officer, columns)).content.decode()
    assert "没有指明指标" in refused
    answer = officer.post(columns, {**fields(officer, columns), "indicator": str(indicator.uuid)})
    assert answer["Location"] == f"{HOME}{given.uuid}/"
    shown = officer.get(answer["Location"]).content.decode()
    assert "没有名为“无此县”的地区" in shown
    assert "只登记其余2个数据" in shown
    officer.post(f"{HOME}{given.uuid}/write/", {"which": "all"})
    assert not Observation.objects.exists()
    done = officer.post(f"{HOME}{given.uuid}/write/", {"which": "good"}, follow=True)
    assert "已登记：新增2个，修订0个" in done.content.decode()
    assert list(Observation.objects.values_list("value", flat=True)) == [80, 81]
    said = officer.get(f"{HOME}{given.uuid}/answers/").content.decode("utf-8-sig")
    assert said.splitlines()[0].startswith("行,列,地区或单位")
    assert "已登记" in officer.get(HOME).content.decode()


def test_another_line_can_be_the_header(officer) -> None:
    define("常住人口", unit="万人")
    given = give(officer, "年份,地区,数值\n地区,常住人口,备注\n公安县,80,好\n")
    columns = f"{HOME}{given.uuid}/columns/?header=2"
    shown = officer.get(columns).context["shown"]
    assert [one.role for one in shown.layout.columns] == ["place", "value", ""]


def test_a_large_table_says_how_far_it_is_and_survives_a_reload(officer, monkeypatch) -> None:
    monkeypatch.setattr(importing, "SMALL", 1)
    define("常住人口", unit="万人")
    given = give(officer, "地区,指标,年份,数值\n公安县,常住人口,2020,80\n公安县,常住人口,2021,81\n")
    columns = f"{HOME}{given.uuid}/columns/"
    officer.post(columns, fields(officer, columns))
    page = officer.get(f"{HOME}{given.uuid}/").content.decode()
    assert f'hx-get="{HOME}{given.uuid}/progress/"' in page
    assert officer.get(f"{HOME}{given.uuid}/progress/").status_code == 200
    jobs.drain()
    through = officer.get(f"{HOME}{given.uuid}/progress/")
    assert (through.status_code, through["HX-Redirect"]) == (204, f"{HOME}{given.uuid}/")
    officer.post(f"{HOME}{given.uuid}/write/", {"which": "all"})
    jobs.drain()
    assert Observation.objects.count() == 2


def test_a_job_that_failed_says_why_on_the_page_of_the_columns(officer, monkeypatch) -> None:
    monkeypatch.setattr(importing, "SMALL", 1)
    define("常住人口", unit="万人")
    given = give(officer, "地区,指标,年份,数值\n公安县,常住人口,2020,80\n公安县,常住人口,2021,81\n")
    columns = f"{HOME}{given.uuid}/columns/"
    officer.post(columns, fields(officer, columns))
    broken = b'{"error": "broken"}\n'
    monkeypatch.setattr(files, "run_limited", lambda target, payload, limits: broken)
    jobs.drain()
    page = officer.get(f"{HOME}{given.uuid}/", follow=True).content.decode()
    assert "文件无法打开" in page


def test_a_table_is_forgotten_on_the_page(officer) -> None:
    given = give(officer, "地区,2019\n公安县,80\n")
    answer = officer.post(f"{HOME}{given.uuid}/drop/", follow=True)
    assert "已放弃这份表" in answer.content.decode()
    assert not FigureImport.objects.exists()


def test_figures_go_out_as_sdmx_csv(officer) -> None:
    indicator = define("常住人口", unit="万人", code="pop")
    answer = officer.get(f"/indicators/export.csv?indicator={indicator.uuid}")
    assert b"".join(answer).startswith(b"DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD")
    assert "attachment" in answer["Content-Disposition"]
    assert officer.get("/indicators/export.csv?indicator=x").status_code == 404


def test_the_list_shows_others_only_their_own(client, officer) -> None:
    give(officer, "地区,2019\n公安县,80\n")
    client.force_login(make_holder("liaison"))
    page = client.get(HOME)
    assert page.context["found"].object_list == []
    assert not re.search(r"表\.csv", page.content.decode())
