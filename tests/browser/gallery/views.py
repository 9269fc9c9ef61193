"""Views of the gallery."""

from __future__ import annotations

import datetime
from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from tests.base.charts.samples import SAMPLES

from luodi.base import charts
from luodi.base.actors import NOBODY, Actor
from luodi.base.errors import Conflict, Invalid, LuodiError, NotAllowed, NotFound

HERE = Path(__file__).parent
UNITS = [("1", "市发展和改革委员会"), ("2", "市住房和城乡建设局"), ("3", "云溪县人民政府")]


class Sample(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="单位名称", help_text="用全称，例如“市发展和改革委员会”。")
    mobile = forms.CharField(label="手机号", required=False)
    kind = forms.ChoiceField(label="类型", choices=UNITS)
    due = forms.DateField(label="完成时限", widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label="职责", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    partners = forms.MultipleChoiceField(
        label="配合单位", choices=UNITS, widget=forms.CheckboxSelectMultiple, required=False
    )
    state = forms.ChoiceField(
        label="公开状态",
        choices=[("a", "公开"), ("b", "内部"), ("c", "工作秘密")],
        widget=forms.RadioSelect,
        initial="b",
    )
    file = forms.FileField(label="文件", required=False)
    sure = forms.BooleanField(label="以上内容不涉及国家秘密", help_text="提交即表示已核对。")


class Filter(forms.Form):
    """A filter of a list."""

    q = forms.CharField(label="包含文字", required=False)
    unit = forms.ChoiceField(label="牵头单位", choices=[("", "全部"), *UNITS], required=False)
    late = forms.BooleanField(label="只看逾期", required=False)


def _render(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    template = engines["django"].from_string((HERE / name).read_text())
    return HttpResponse(template.render(context, request))


def gallery(request: HttpRequest) -> HttpResponse:
    """Every part on one page."""
    leader = Actor("2", "周明远")
    request.actor = Actor("1", "陈静", behalf_of=leader)  # type: ignore[attr-defined]
    messages.success(request, "已接受 12 条摘录。")
    messages.warning(request, "有 3 条没有找到牵头单位，请补充。")
    messages.error(request, "第 7 行没有导入：没有“市大数据局”这个单位。")
    posted = Sample({"mobile": "123"}) if "wrong" in request.GET else Sample()
    return _render(
        request,
        "gallery.html",
        form=posted,
        filter=Filter(request.GET or None),
        rows=Paginator(range(431), 10).get_page(request.GET.get("page", 5)),
        today=datetime.date(2026, 11, 24),
        now=datetime.datetime(2026, 11, 24, 9, 5, tzinfo=datetime.UTC),
        kinds=["goal", "task", "project", "reform", "request", "problem"],
        words=["目标", "任务", "项目", "改革", "请求", "问题"],
    )


def plain(request: HttpRequest) -> HttpResponse:
    """A page before signing in."""
    request.actor = NOBODY  # type: ignore[attr-defined]
    return _render(request, "plain.html", form=Sign(), page_frame="base/plain.html")


def drawings(request: HttpRequest) -> HttpResponse:
    """A chart of every kind."""
    request.actor = Actor("1", "陈静")  # type: ignore[attr-defined]
    shown = [charts.drawn_now(chart) for chart in SAMPLES.values()]
    return _render(request, "charts.html", charts=shown)


class Sign(forms.Form):
    """Signing in."""

    login = forms.CharField(label="账号或手机号")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)
    remember = forms.BooleanField(label="在这台电脑上保持登录", required=False)


def refused(request: HttpRequest, status: int) -> HttpResponse:
    """A refusal of each kind."""
    kinds: dict[int, type[LuodiError]] = {403: NotAllowed, 404: NotFound, 409: Conflict}
    raise kinds.get(status, Invalid)(
        "“完成时限”早于发文日期。", "The due date is before the date of issue."
    )


def progress(request: HttpRequest) -> HttpResponse:
    """The answer of a running job."""
    text = '{% progress "/gallery/progress/" 43 120 "正在阅读第 43 段" %}'
    return HttpResponse(engines["django"].from_string(text).render({}, request))


def broken(request: HttpRequest) -> HttpResponse:
    """A fault."""
    raise ZeroDivisionError
