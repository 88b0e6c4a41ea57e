"""Prompts. Each is a Markdown file that is named after the stage that uses it."""

import re
from importlib.resources import files

VARIABLE = re.compile(r"\{\{(\w+)\}\}")


def load(name: str, **variables: str) -> str:
    """The prompt `name` with values for its `{{variables}}`. Variables inside a value are not replaced.

    Raises:
        KeyError: there is no such prompt, or a variable is missing or unknown.
    """
    file = files(__name__).joinpath(f"{name}.md")
    if not file.is_file():
        raise KeyError(f"there is no prompt {name}.md")
    template = file.read_text("utf-8")
    wanted = set(VARIABLE.findall(template))
    if wanted != variables.keys():
        raise KeyError(f"prompt {name} takes {sorted(wanted)}, was given {sorted(variables)}")
    return VARIABLE.sub(lambda m: variables[m[1]], template).strip()
