import json
import os
import stat
from pathlib import Path

import pytest

from onrecord.vectorstore.atomic import write_json


def test_a_failed_write_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "facts.json"
    write_json(path, {"n": 1})
    with pytest.raises(TypeError):
        write_json(path, {"n": object()})
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_json(path, {"n": 2}, durable=True)
    assert json.loads(path.read_text()) == {"n": 1}


def test_a_private_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    write_json(tmp_path / "keys.json", [], private=True)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
