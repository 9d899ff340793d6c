"""OPML to addresses of feeds: what feed readers export."""

from __future__ import annotations

from riwaya.intake.encoding import NotText, decode
from riwaya.watch.feeds import FeedError, guarded, plain

_MOST = 5_000  #: feeds of one file


def read_opml(data: bytes) -> tuple[tuple[str, str], ...]:
    """(address, name) of every feed that an OPML file lists, in its order, each once. Raises FeedError."""
    from lxml import etree

    try:
        text = guarded(decode(data))
    except NotText as error:
        raise FeedError(str(error)) from None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or str(root.tag).lower() != "opml":
        raise FeedError("not OPML")
    found: dict[str, str] = {}
    for outline in root.iter("outline"):
        said = {str(k).lower(): str(v) for k, v in outline.attrib.items()}
        url = said.get("xmlurl", "").strip()
        if url and len(found) < _MOST:
            found.setdefault(url, plain(said.get("title") or said.get("text") or ""))
    return tuple(found.items())
