"""A GGUF file served in the process that asks: a real small model through the installed command, and files that are none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.assistant.chat_models.chat_model import chat_model
from onrecord.assistant.chat_models.gguf import serve_gguf
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import Settings
from tests.providers import small_weights

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # two busy cores write slowly: this is a test of the answer, not of the time

ONRECORD = Path(sys.executable).with_name("onrecord")


@pytest.fixture(scope="module")
def weights() -> Path:
    return small_weights()


def test_a_gguf_file_drafts_for_the_command_line(weights: Path, article_file: Path, tmp_path: Path) -> None:
    environment = os.environ | {"ONRECORD_HOME": str(tmp_path / "home"), "ONRECORD_MODEL_TIMEOUT": "500"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([ONRECORD, *arguments], capture_output=True, text=True, env=environment, timeout=550)

    assert run("ingest", str(article_file)).returncode == 0
    asked = run("ask", "--json", "--model", f"gguf:{weights}", "How many tanks did Kask claim had been destroyed?")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["drafted_by"] == f"gguf:{weights}" and answer["gate"]["claims"] >= 1
    assert all(c["verdict"] == "supported" for c in answer["claims"])
    missing = run("ask", "--model", "gguf:/nowhere.gguf", "Who?")
    assert missing.returncode == 2 and "/nowhere.gguf cannot be read" in missing.stderr and "Traceback" not in missing.stderr


def test_files_that_are_no_model(weights: Path, tmp_path: Path) -> None:
    other, cut = tmp_path / "other.gguf", tmp_path / "cut.gguf"
    other.write_text("not a model")
    with weights.open("rb") as whole:
        cut.write_bytes(whole.read(1_000_000))
    for path, told in ((other, "not a GGUF file"), (tmp_path, "cannot be read"), (tmp_path / "none.gguf", "cannot be read")):
        with pytest.raises(BadInput, match=told):
            chat_model(Settings(model=f"gguf:{path}"))
    with pytest.raises(BadInput, match="broken"):
        serve_gguf(f"gguf:{cut}")


def test_without_the_extra_it_is_named() -> None:
    hidden = "import sys; sys.modules['xllamacpp'] = None; from onrecord.assistant.chat_models.chat_model import chat_model; from onrecord.vectorstore.settings import Settings; "
    asked = subprocess.run([sys.executable, "-c", hidden + "chat_model(Settings(model='gguf:x'))"], capture_output=True, text=True, timeout=100)
    assert "BadInput" in asked.stderr and "onrecord[local]" in asked.stderr
