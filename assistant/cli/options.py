"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path | None, typer.Option(help="Folder of the archive; default: ONRECORD_HOME or the platform's data folder.")]
Collection = Annotated[str | None, typer.Option(help="Newsroom of the home, kept apart from the others; default: ONRECORD_COLLECTION or `default`.", metavar="NAME")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JudgedBy = Annotated[str | None, typer.Option("--judge", help="Who judges support: local, nli:MODEL or llm:PROVIDER:MODEL. The rules stay in force.")]
Batch = Annotated[str | None, typer.Option(help="File of JSON lines, - for standard input; prints JSON lines in the same order.", metavar="FILE")]
AsOf = Annotated[str | None, typer.Option(help="Answer as of this day (YYYY-MM-DD): later articles are no evidence.", metavar="DAY")]
Since = Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or later.", metavar="DAY")]
Until = Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or earlier.", metavar="DAY")]
Publisher = Annotated[str | None, typer.Option(help="Only articles of this outlet.")]
Speaker = Annotated[str | None, typer.Option(help="Only passages that quote this person or body; a last name or an office will do.")]
Model = Annotated[str | None, typer.Option(help="Chat model that drafts: openai:…, anthropic:…, ollama:…, gguf:PATH; without one the sources are quoted.")]
BaseUrl = Annotated[str | None, typer.Option(help="Base URL of the chat model's API, for a local or compatible server.")]
