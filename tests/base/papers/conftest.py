"""Each kind of paper, as a fixture."""

from __future__ import annotations

import pytest
from tests.base.papers.samples import PAPERS

from luodi.base.papers import Brief, Paper


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Paper | Brief:
    """Each kind of paper in turn."""
    return PAPERS[request.param]()
