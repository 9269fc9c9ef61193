"""A demonstration that was broken off leaves nothing in the way of the next attempt."""

from __future__ import annotations

from pathlib import Path

import pytest

from luodi.base.models import Event
from luodi.config.demonstration import afternoon
from luodi.config.demonstration.build import build
from luodi.people.models import Person, Unit


@pytest.mark.django_db
def test_what_was_broken_off_leaves_nothing(
    tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMONSTRATION_NOTE = tmp_path / "demonstration.json"
    settings.LUODI_FILES = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def stop(cast: object) -> None:
        raise KeyboardInterrupt

    acts = (*afternoon.ACTS[:1], afternoon.Act(afternoon.ACTS[0].at, stop))
    monkeypatch.setattr(afternoon, "ACTS", acts)
    with pytest.raises(KeyboardInterrupt):
        build()
    assert not Event.objects.exists()
    assert not Person.objects.exists()
    assert not Unit.objects.exists()
    assert not settings.DEMONSTRATION_NOTE.exists()
