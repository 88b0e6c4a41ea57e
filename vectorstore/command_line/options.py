"""Options that commands of several rooms take. Options for questions, models and judges are in `onrecord.assistant.cli.options`."""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path | None, typer.Option(help="Folder of the archive. Default: ONRECORD_HOME or the platform's data folder.")]
Collection = Annotated[
    str | None, typer.Option(help="Collection in the home: an archive with its own index. Default: ONRECORD_COLLECTION or `default`.", metavar="NAME")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
