"""Formatted notes as a small clean HTML: what a receptionist formats, nothing that runs, loads or covers the page."""

import re
from html import unescape

import nh3

TAGS = {"p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "h2", "h3", "blockquote", "code", "a"}
_LINKS = {"http", "https", "mailto", "tel"}
_HTML = re.compile(rf"\s*<(?:{'|'.join(sorted(TAGS))})\b[^<>]*>", re.IGNORECASE)


def clean(given: str) -> str:
    """The HTML without anything outside `TAGS`; text that does not begin with a tag is read as Markdown."""
    html = given if _HTML.match(given) else _from_markdown(given)
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=_LINKS, link_rel="noopener").strip()


def text_of(html: str) -> str:
    """The words alone, a line for each block: for lists, receipts and search."""
    lines = re.sub(r"</(?:p|li|h2|h3|blockquote)>|<br ?/?>", "\n", html)
    words = nh3.clean(lines, tags=set())
    return re.sub(r"\n{2,}", "\n", unescape(words)).strip()


def _from_markdown(text: str) -> str:
    from markdown_it import MarkdownIt  # imported late: 70 ms that most desks never spend

    return str(MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough").render(text))
