"""`onrecord keys`: who may use a server that others can reach."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.vectorstore.command_line import print_json
from onrecord.vectorstore.settings import DEFAULT_COLLECTION, read_settings

Home = Annotated[Path | None, typer.Option(help="Folder of the archive; default: ONRECORD_HOME or the platform's data folder.")]
Name = Annotated[str, typer.Argument(help="Whom the key is for.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

if TYPE_CHECKING:
    from onrecord.assistant.api.access import Keys

group = typer.Typer(help="Keys of the HTTP API. On loopback none is needed; on any other address every request needs one.", no_args_is_help=True)


@group.command(epilog="Examples: `onrecord keys add desk` · `onrecord keys add feed --scope ingest --collection sports`")
def add(
    name: Name,
    scope: Annotated[
        list[str] | None, typer.Option(help="`ask` (and search and read), `ingest`, or `admin` (all, and retract). May be given more than once. Default: ask.")
    ] = None,
    collection: Annotated[str, typer.Option(help="The newsroom that the key opens, and no other.")] = DEFAULT_COLLECTION,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Make a key. It is shown once; what is kept is its hash. A running server knows it at once, a new collection from its next start."""
    token = open_keys(home).add(name, tuple(scope or ["ask"]), collection)
    if json:
        print_json({"name": name, "key": token})
    else:
        typer.echo(token)
        typer.echo("This is shown once. Send it as `Authorization: Bearer …`.", err=True)


@group.command("list")
def list_keys(json: AsJson = False, home: Home = None) -> None:
    """Names, scopes and collections; never the keys themselves."""
    keys = open_keys(home).all()
    if json:
        print_json({"keys": [{k: v for k, v in asdict(key).items() if k != "sha256"} for key in keys]})
        return
    for key in keys:
        typer.echo(f"{key.name:24} {','.join(key.scopes):18} {key.collection:16} {key.created_at[:10]}")
    if not keys:
        typer.echo("there are no keys; make one with `onrecord keys add NAME`")


@group.command()
def remove(name: Name, home: Home = None) -> None:
    """A running server refuses it from its next request on."""
    open_keys(home).remove(name)
    typer.echo(f"the key {name} is removed")


def open_keys(home: Path | None) -> "Keys":
    from onrecord.assistant.api.access import Keys

    return Keys(read_settings(home=home).home)
