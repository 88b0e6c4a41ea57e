"""`onrecord keys`: keys of the HTTP API."""

from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.vectorstore.command_line import AsJson, Home, print_json
from onrecord.vectorstore.settings import DEFAULT_COLLECTION, read_settings

if TYPE_CHECKING:
    from onrecord.assistant.api.access import KeyStore

Name = Annotated[str, typer.Argument(help="The key's name: the person or program that uses it.")]
SCOPES = "`ask` (ask, search and read), `ingest` (add articles and edit their facts), or `admin` (everything, also retract). Repeat the option for several scopes. Default: ask."


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Manage keys of the HTTP API. Requests to a loopback address need no key. On any other address, every request needs one.", no_args_is_help=True)
    group.command(epilog="Examples: `onrecord keys add desk` · `onrecord keys add feed --scope ingest --collection sports`")(add)
    group.command("list")(list_keys)
    group.command()(remove)
    app.add_typer(group, name="keys")


def add(
    name: Name,
    scope: Annotated[list[str] | None, typer.Option(help=SCOPES)] = None,
    collection: Annotated[str, typer.Option(help="The only collection that the key opens.")] = DEFAULT_COLLECTION,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Make a key and show it once; only its hash is stored. A running server accepts the key at once. A new collection needs a restart."""
    with keys_of(home) as keys:
        token = keys.add(name, tuple(scope or ["ask"]), collection)
    if json:
        print_json({"name": name, "key": token})
    else:
        typer.echo(token)
        typer.echo("This key is shown only once. Send it as `Authorization: Bearer …`.", err=True)


def list_keys(json: AsJson = False, home: Home = None) -> None:
    """List the keys by name, with scopes and collection. The keys themselves are not shown."""
    with keys_of(home) as stored:
        keys = stored.all()
    if json:
        print_json({"keys": [{k: v for k, v in asdict(key).items() if k != "sha256"} for key in keys]})
        return
    for key in keys:
        typer.echo(f"{key.name:24} {','.join(key.scopes):18} {key.collection:16} {key.created_at[:10]}")
    if not keys:
        typer.echo("there are no keys; make one with `onrecord keys add NAME`")


def remove(name: Name, home: Home = None) -> None:
    """Remove a key. A running server refuses it from the next request on."""
    with keys_of(home) as keys:
        keys.remove(name)
    typer.echo(f"removed the key {name}")


def keys_of(home: Path | None) -> "AbstractContextManager[KeyStore]":
    from onrecord.assistant.api.access import opened_keys

    return opened_keys(read_settings(home=home))
