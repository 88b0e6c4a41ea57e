"""`onrecord check` and `attribute`: check a claim with the gate, or extract the statements of any text."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.assistant.cli.options import BaseUrl, JudgedBy
from onrecord.vectorstore.command_line import print_json
from onrecord.vectorstore.errors import BadInput
from onrecord.vectorstore.settings import read_settings


def register(app: typer.Typer) -> None:
    app.command()(check)
    app.command()(attribute)


def check(
    claim: Annotated[str | None, typer.Argument(help="The claim to judge.")] = None,
    source: Annotated[Path | None, typer.Option(help="File with the text that must support the claim.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, source, claim}, - for standard input.", metavar="FILE")] = None,
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
) -> None:
    """Check whether a text supports a claim, with the gate that checks answers. Prints {id, verdict, score, reason, judge} as JSON."""
    from onrecord.assistant.cli.json_lines import check_rows, read_batch
    from onrecord.assistant.gate import make_judge

    if batch is not None:
        rows = read_batch(batch, ["source", "claim"])
    elif claim and source:
        rows = iter([{"id": None, "claim": claim, "source": read_text(source)}])
    else:
        raise BadInput('give a claim and its source, onrecord check "…" --source FILE, or many with --batch FILE')
    for judged in check_rows(rows, make_judge(read_settings(judge=judge, base_url=base_url))):
        print_json(judged)


def attribute(
    file: Annotated[Path | None, typer.Argument(help="A text file.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, text}, - for standard input.", metavar="FILE")] = None,
) -> None:
    """Find who said what in a text. Prints the statements as JSON, each with speaker, cue and content."""
    from onrecord.assistant.cli.json_lines import attribute_rows, read_batch

    if (file is None) == (batch is None):
        raise BadInput("give one file, or many texts with --batch FILE")
    rows = read_batch(batch, ["text"]) if batch is not None else iter([{"id": str(file), "text": read_text(Path(str(file)))}])
    for statements in attribute_rows(rows):
        print_json(statements)


def read_text(path: Path) -> str:
    """The text of a file. Raises BadInput if the file cannot be read as UTF-8."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"cannot read {path}: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
