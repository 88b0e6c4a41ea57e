"""Removes the short codes of publishing systems (Hugo, Jekyll, WordPress) from a text. Text between two codes stays."""

import re

from onrecord.vectorstore.model import Removed

VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”|″[^″\n]*″|[^\s\]\"']+)"
SHORTCODE = re.compile(
    r"\{\{[<%].*?[>%]\}\}|\{%-?.*?-?%\}|\{\{-?.{1,200}?-?\}\}|\{:[^{}\n]{1,200}\}"  # Hugo; Jekyll; variables; attributes of kramdown
    rf"|\[/?[a-z][\w-]{{1,40}}(?:\s+[\w-]+={VALUE})+\s*/?\]"  # WordPress, with attributes
    r"|\[/?(?:caption|gallery|embed|audio|video|playlist|shortcode|blockquote|pullquote|vc_\w+|et_pb_\w+|fusion_\w+|contact-form-7|toc|more|dropcap|button)\]"
    r"|\[/[a-z][\w-]{2,40}\]",
    re.DOTALL,
)


def without_shortcodes(text: str) -> tuple[str, list[Removed]]:
    """The text without short codes, and the codes."""
    removed = [Removed("short-code", " ".join(code.split())) for code in SHORTCODE.findall(text)]
    return (SHORTCODE.sub("", text), removed) if removed else (text, [])
