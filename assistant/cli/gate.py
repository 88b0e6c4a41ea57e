"""`onrecord check` and `attribute`: check a claim with the gate, or extract the statements of any text."""

from pathlib import Path
from typing import Annotated

import typer

from onrecord.assistant.cli.options import BaseUrl, JudgedBy, Strict
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
    strict: Strict = False,
    judge: JudgedBy = None,
    base_url: BaseUrl = None,
) -> None:
    """Check whether a text supports a claim, with the gate that checks answers. Prints {id, verdict, score, reason, judge} as JSON."""
    from onrecord.assistant.cli.json_lines import check_row, run_batch
    from onrecord.assistant.gate import make_judge

    if batch is None and not (claim and source):
        raise BadInput('give a claim and its source, onrecord check "…" --source FILE, or many with --batch FILE')
    row = None if batch is not None else {"claim": claim, "source": read_text(Path(str(source)))}
    judged_by = make_judge(read_settings(judge=judge, base_url=base_url))
    if row is not None:
        print_json({"id": None, **check_row(row, judged_by)})
    else:
        run_batch(str(batch), ["source", "claim"], lambda row: check_row(row, judged_by), strict)


def attribute(
    file: Annotated[Path | None, typer.Argument(help="A text file.")] = None,
    batch: Annotated[str | None, typer.Option(help="File of JSON lines {id, text}, - for standard input.", metavar="FILE")] = None,
    strict: Strict = False,
) -> None:
    """Find who said what in a text. Prints the statements as JSON, each with speaker, cue and content."""
    from onrecord.assistant.cli.json_lines import attribute_row, run_batch

    if (file is None) == (batch is None):
        raise BadInput("give one file, or many texts with --batch FILE")
    if file is not None:
        print_json({"id": str(file), **attribute_row({"text": read_text(file)})})
    else:
        run_batch(str(batch), ["text"], attribute_row, strict)


def read_text(path: Path) -> str:
    """The text of a file. Raises BadInput if the file cannot be read as UTF-8."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"cannot read {path}: {getattr(e, 'strerror', None) or 'not UTF-8 text'}") from None
