"""Shards on several processes, and what happens when one of them dies."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.reading.many import dying

from luodi.reading.many.plan import Shard, Source, digest, shards
from luodi.reading.many.run import ATTEMPTS, Run, cluster, processes
from luodi.reading.many.shard import Tally, read_shard

FILES = 40


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    held = []
    for n in range(FILES):
        path = tmp_path / f"{n:02}.txt"
        path.write_text(f"各县市区要新建学校{n + 1}所。\n", encoding="utf-8")
        held.append(Source(path.name, str(path), digest(str(path))))
    return held


def read_all(
    sources: list[Source], out: Path, crew: Callable[..., object],
    reader: Callable[[Shard], Tally] = read_shard,
) -> tuple[Tally, dict[str, bytes]]:  # fmt: skip
    out.mkdir()
    whole = Tally()
    planned = shards(sources, out, "jsonl", bundle=False)
    Run(crew, lambda _, told: whole.add(told), reader).all(planned)  # type: ignore[arg-type]
    return whole, {path.name: path.read_bytes() for path in sorted(out.glob("*.jsonl"))}


def test_one_that_dies_is_replaced_and_the_answer_is_the_same(
    sources: list[Source], tmp_path: Path
) -> None:
    _, alone = read_all(sources, tmp_path / "alone", partial(processes, 1))
    whole, after = read_all(sources, tmp_path / "out", partial(processes, 2), dying.once)
    assert after == alone
    assert whole.read == FILES
    assert not whole.passed_over


def test_a_shard_that_kills_every_process_is_given_up_and_no_other(
    sources: list[Source], tmp_path: Path
) -> None:
    whole, _ = read_all(sources, tmp_path / "out", partial(processes, 2), dying.always)
    (second,) = (
        s for s in shards(sources, tmp_path / "out", "jsonl", bundle=False) if s.number == 2
    )
    assert sorted(name for name, *_ in whole.passed_over) == [one.name for one in second.sources]
    assert whole.read == FILES - len(second.sources)
    assert f"{ATTEMPTS} 次" in whole.passed_over[0][1]


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    path = os.pathsep.join(["src", ".", os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    _, alone = read_all(sources, tmp_path / "alone", partial(processes, 1))
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as held:
        crew = partial(cluster, held.scheduler_address)
        whole, after = read_all(sources, tmp_path / "out", crew, dying.once)
    assert after == alone
    assert whole.read == FILES
