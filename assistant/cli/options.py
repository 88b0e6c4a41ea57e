"""Options for questions, models and judges. Options that ingest takes too are in `onrecord.vectorstore.command_line`."""

from typing import Annotated

import typer

AsOf = Annotated[str | None, typer.Option(help="Answer as of this day (YYYY-MM-DD): articles published later are not used.", metavar="DAY")]
Since = Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or later.", metavar="DAY")]
Until = Annotated[str | None, typer.Option(help="Only articles published on this day (YYYY-MM-DD) or earlier.", metavar="DAY")]
Publisher = Annotated[str | None, typer.Option(help="Only articles of this outlet.")]
Speaker = Annotated[str | None, typer.Option(help="Only passages that quote this person or body. A last name or an office is enough.")]
Model = Annotated[str | None, typer.Option(help="Chat model that drafts answers: openai:…, anthropic:…, ollama:… or gguf:PATH. Without one, answers quote the sources.")]
BaseUrl = Annotated[str | None, typer.Option(help="Base URL of the chat model's API, for a local or compatible server.")]
JudgedBy = Annotated[str | None, typer.Option("--judge", help="Judge of support: local, nli:MODEL or llm:PROVIDER:MODEL. The gate's rules apply in addition.")]
Trace = Annotated[bool, typer.Option("--trace", help="Also show each step of the turn: hits, candidate sentences and claims with their scores, verdicts and reasons.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask nli: and llm: judges again, and do not store their answers.")]
Batch = Annotated[str | None, typer.Option(help="File of JSON lines, - for standard input. Prints JSON lines in the same order; a row that cannot be used has an `error` and its `line` there, and the exit code is 2.", metavar="FILE")]
Strict = Annotated[bool, typer.Option("--strict", help="With --batch: stop at the first row that cannot be used. Default: report it with its line, and answer the others.")]
