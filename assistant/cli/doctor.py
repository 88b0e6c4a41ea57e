"""`onrecord doctor`: what a bug report needs, and what is wrong."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from onrecord.vectorstore.command_line import AsJson, Collection, Home, print_json
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import PREFIX, Settings, read_settings

if TYPE_CHECKING:
    from onrecord.assistant.diagnosis import Diagnosis

EPILOG = "Examples: `onrecord doctor` · `onrecord doctor --json > report.json` · `onrecord doctor --home /srv/onrecord --collection sports`"
UNITS = ("bytes", "KB", "MB", "GB", "TB")


def register(app: typer.Typer) -> None:
    app.command(epilog=EPILOG)(doctor)


def doctor(json: AsJson = False, home: Home = None, collection: Collection = None) -> None:
    """Print what a bug report needs, and what is wrong. Exit code 1: something is wrong.

    The report has the versions, the machine, the settings that are not the default, the home, the archive with its index, and the hashes of the
    model files. It has no article and no question. Of a secret it says only that it is set. Look through it for names of folders and hosts before
    you publish it. The command creates and changes nothing, and works while a server runs on the home.
    """
    from onrecord.assistant.diagnosis import diagnose

    problem = None
    try:
        settings = read_settings(home=home, collection=collection)
    except BadInput as e:
        problem, settings = str(e), default_settings(home)
    found = diagnose(settings, problem)
    print_json({"facts": found.facts, "problems": found.problems}) if json else show(found)
    if found.problems:
        raise typer.Exit(1)


def default_settings(home: Path | None) -> Settings:
    """The home alone, where another setting cannot be read."""
    named = home or os.environ.get(f"{PREFIX}HOME")
    return Settings.model_construct(home=Path(named)) if named else Settings.model_construct()


def show(found: "Diagnosis") -> None:
    for section, facts in found.facts.items():
        typer.echo(f"{section}")
        for name, value in facts.items():
            title = name if name.isupper() else {"bytes": "size"}.get(name, name.removesuffix("_bytes").replace("_", " "))
            typer.echo(f"  {title:24} {shown(name, value)}")
        if not facts:
            typer.echo("  all are the default")
    typer.echo()
    for problem in found.problems:
        typer.echo(f"wrong: {problem}")
    if not found.problems:
        typer.echo("nothing is wrong" if found.facts["archive"].get("articles") else "nothing is wrong; nothing is stored here yet, add articles with `onrecord ingest PATH`")


def shown(name: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown_bytes(value) if name.endswith("bytes") else str(value)


def shown_bytes(number: float) -> str:
    for unit in UNITS:
        if number < 1000 or unit == UNITS[-1]:
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == UNITS[0] else f"{number:.1f} {unit}"
