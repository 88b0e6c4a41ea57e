"""The wheel in a fresh environment, beside a project that has folders `evals/` and `prompts/` of its own: both work."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.test_imports import TOP_LEVEL

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
LINKS = ROOT / ".package"
ROOMS = tuple(TOP_LEVEL)
NOT_SHIPPED = "reader_data"  # what the reader is trained on
NEEDED = ("py.typed", "assistant/web/index.html", "assistant/web/icon.svg", "assistant/gate/support_model/support.onnx", "assistant/reader/model/reader.onnx", "evals/baseline.json")

TESTS = """
import evals
import onrecord
import prompts
from onrecord.evals import assert_faithful


def test_the_projects_own_folders() -> None:
    assert evals.OWNER == prompts.OWNER == "this project"


def test_the_installed_package() -> None:
    assert "site-packages" in (onrecord.__file__ or "")
    assert_faithful("The lighthouse was switched off.", ["The lighthouse was switched off on Monday."])


def test_the_fixture_of_the_plugin(faithfulness) -> None:
    faithfulness("The lighthouse was switched off.", ["The lighthouse was switched off on Monday."])
"""
TYPED = """
from onrecord.evals import assert_faithful

reveal_type(assert_faithful)
assert_faithful(1, ["The lighthouse was switched off."])
"""


@dataclass(frozen=True)
class Environment:
    """A fresh environment that has the wheel and nothing else; `dependencies` are links to this environment's other packages."""

    python: Path
    dependencies: Path

    def run(self, *arguments: object, cwd: Path, program: str = "python") -> str:
        return run(self.python.with_name(program), *arguments, cwd=cwd, path=self.dependencies)


def run(*command: object, cwd: Path, path: Path | str = "", expected_status: int = 0) -> str:
    """Standard output of a command that sees neither this checkout nor a developer's settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ONRECORD_", "PYTEST_"))} | {"PYTHONPATH": str(path)}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == expected_status, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a fresh clone holds of the package: a build leaves files behind, and takes in what an earlier one left."""
    copy = tmp_path_factory.mktemp("wheel") / "checkout"
    copy.mkdir()
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy)
    for folder in (*ROOMS, LINKS.name):
        shutil.copytree(ROOT / folder, copy / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", checkout.parent / "from-checkout", cwd=checkout)
    (built,) = (checkout.parent / "from-checkout").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("fresh")
    environment = Environment(folder / "env" / "bin" / "python", folder / "dependencies")
    venv.create(folder / "env", symlinks=True)
    run(sys.executable, "-m", "pip", "--python", environment.python, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    environment.dependencies.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "onrecord" not in entry.name and entry.suffix != ".pth":
            (environment.dependencies / entry.name).symlink_to(entry)
    return environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("evals", "prompts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('OWNER = "this project"\n', "utf-8")
        (tmp_path / name / f"test_{name}.py").write_text(TESTS, "utf-8")
    return tmp_path


def packaged(wheel: Path) -> set[str]:
    return {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_every_file_of_the_rooms_under_one_name(checkout: Path, wheel: Path) -> None:
    names = packaged(wheel)
    every = (p for room in ROOMS for p in (checkout / room).rglob("*") if p.is_file())
    files = {f"onrecord/{p.relative_to(checkout)}" for p in every if NOT_SHIPPED not in p.parts}
    assert names == files | {"onrecord/__init__.py", "onrecord/py.typed"}
    assert {f"onrecord/{name}" for name in NEEDED} <= names


def test_the_sdist_builds_the_same_wheel(checkout: Path, wheel: Path) -> None:
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", checkout.parent / "from-sdist", cwd=checkout)  # the wheel from the sdist
    (built,) = (checkout.parent / "from-sdist").glob("*.whl")
    assert packaged(built) == packaged(wheel)


def test_it_works_beside_a_project_with_folders_of_the_same_names(installed: Environment, project: Path) -> None:
    assert "6 passed" in installed.run("-m", "pytest", "-q", cwd=project)
    assert "Usage" in installed.run("--help", cwd=project, program="onrecord")


def test_the_plugin_adds_a_fixture_and_imports_no_room_under_its_bare_name(installed: Environment, project: Path) -> None:
    program = "import sys, pytest; pytest.main(['--fixtures', '--ignore=evals', '--ignore=prompts']); print(sorted({*sys.modules} & {*sys.argv[1:]}))"
    lines = installed.run("-c", program, *ROOMS, cwd=project).splitlines()
    assert any(line.startswith("faithfulness [session scope]") for line in lines) and lines[-1] == "[]"


def test_its_types_are_seen(installed: Environment, project: Path) -> None:
    """Without the dependencies, whose types would take mypy a minute more."""
    (project / "typed.py").write_text(TYPED, "utf-8")
    told = run(sys.executable, "-m", "mypy", "--python-executable", installed.python, "--strict", "typed.py", cwd=project, expected_status=1)
    assert 'Revealed type is "def (answer: ' in told and 'incompatible type "int"; expected "str"' in told and "Found 1 error" in told
