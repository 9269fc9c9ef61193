"""Done or to do: the shipped model, its features, and when the reader asks it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from luodi.reading.linear import BITS, features, from_file, masked, model
from luodi.reading.reader import read

DATA = files("luodi.reading") / "data"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026年新建学校50所", "〇新建学校50所"),
        ("今年6月底前完成改造", "〇〇底前完成改造"),
        ("“十五五”时期建成三座电站", "〇建成三座电站"),
        (
            "过去五年来，产值翻番",
            "过去五年来，产值翻番".replace("五年来", "〇").replace("过去", ""),
        ),
        ("支持创新", "支持创新"),
    ],
)
def test_dates_are_masked(given: str, said: str) -> None:
    assert masked(given) == said


def test_features_are_places_of_the_table_and_the_year_is_not_among_them() -> None:
    one, other = features("2019年，新建学校50所。"), features("2026年，新建学校50所。")
    assert one == other
    assert len(one) > 20
    assert max(one) < 2**BITS


def test_the_shipped_model_tells_done_from_to_do() -> None:
    assert model().to_do("加快推进农村公路改造，新建学校，持续改善办学条件。") > 0.9
    assert model().to_do("农村公路改造取得积极成效，教育事业蓬勃发展，群众满意度显著提升。") < 0.1


def test_the_record_beside_the_weights_is_theirs() -> None:
    record = json.loads((DATA / "done_or_to_do.json").read_text(encoding="utf-8"))
    weights = (DATA / "done_or_to_do.npz").read_bytes()
    assert record["sha256"] == hashlib.sha256(weights).hexdigest()
    assert len(weights) < 1_000_000
    assert record["balanced_accuracy"] >= 0.88


@pytest.mark.parametrize("kind", [np.int8, np.int16])
def test_weights_of_another_size_or_type_are_refused(kind: type) -> None:
    packed = BytesIO()
    np.savez(packed, weights=np.zeros(8, kind), scale=np.float64(1), bias=np.float64(0))
    packed.seek(0)
    with pytest.raises(ValueError, match="not a model of this reader"):
        from_file(packed)


def test_the_weights_are_read_as_numpy_reads_them() -> None:
    with (DATA / "done_or_to_do.npz").open("rb") as stream, np.load(stream) as arrays:
        assert model().weights.tolist() == arrays["weights"].tolist()
        assert (model().scale, model().bias) == (float(arrays["scale"]), float(arrays["bias"]))


def test_a_sentence_without_section_that_sounds_done_is_left() -> None:
    told = "创新平台成功落地，获批建设国家级实验室5家，技术合同成交额突破百亿元。"
    clauses = read(f"望川市发展方案\n{told}\n加快建设城市大脑。\n").clauses
    assert {c.reason for c in clauses if c.span.text in told} == {"sounds_done"}
    assert [c.span.text for c in clauses if c.taken] == ["加快建设城市大脑"]


def test_what_orders_is_never_asked_of_the_model() -> None:
    text = "望川市发展方案\n要获批建设国家级实验室5家，确保技术合同成交额突破百亿元。\n"
    assert "sounds_done" not in {clause.reason for clause in read(text).clauses}


def test_reading_does_not_load_numpy(root: Path) -> None:
    code = (
        "import sys; from luodi.reading.reader import read\n"
        "read('望川市发展方案\\n创新平台成功落地，获批建设国家级实验室5家。\\n')\n"
        "sys.exit('numpy' in sys.modules)"
    )
    env = {"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
