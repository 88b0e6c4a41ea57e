"""Texts that would run as script wherever a page takes them for markup or for an address. Each, run, sets `window.ran` or opens a dialog."""

RUN = "window.ran=1;alert(1)"

VECTORS = [
    f"<script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"<img src=x onerror={RUN}>",
    f"'><img src=x onerror='{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>">',
    f'<iframe src="javascript:parent.{RUN}">',
    f'<a href="javascript:{RUN}">open</a>',
    f"[open](javascript:{RUN})",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    f"<template><script>{RUN}</script></template>",
    f'<body onpageshow="{RUN}">',
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"`${{{RUN}}}` {{{{constructor.constructor('{RUN}')()}}}}",
]


def article(n: int, vector: str) -> dict[str, object]:
    """An article with the vector in each of its facts, and in a sentence that answers "What did Marek Tolland<n> say …"."""
    return {
        "title": f"Notice {n}: {vector}",
        "publisher": f"Gazette {n} {vector}",
        "authors": [f"Ann {vector}"],
        "url": f"javascript:{RUN}//{n}",
        "publish_date": f"2026-05-{n + 1:02}",
        "text": f"Marek Tolland{n} said the signboard number {n * 37} read {vector} in red letters.\n\n"
        + f"Nobody in district {n} painted over the board. " * 3,
    }
