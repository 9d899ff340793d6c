"""One address for one article, however it was linked: marks of campaigns dropped, the rest in one order.

courlan does the cleaning. What it does too much of is put right here: it takes `cid`, `eid`, `source` … for marks of
campaigns, but on pages that a script draws (`article.aspx?cid=1234`) such a number is the article itself.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from riwaya.watch.addresses import MAX_URL

_SCRIPT = re.compile(r"(?:\.(?:php|aspx?|jsp|cfm|cgi|do)|/)\Z|\A\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\d{2,}\Z")


def canonical(url: str, base: str = "") -> str | None:
    """The address under which an article is known; None for what is no web address. `base` is the page that a relative
    link stands on. The fragment is dropped: it names a place in the page, not a page."""
    from courlan import clean_url

    url = url.strip()
    if not url or len(url) > MAX_URL:
        return None
    try:
        joined = urljoin(base, url) if base else url
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        whole = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
        cleaned = clean_url(whole) if whole.count("://") == 1 else whole  # it would cut an address within an address
        if not cleaned:
            return None
        found = urlsplit(cleaned)
        query = found.query
        if parts.query and not query and _SCRIPT.search(parts.path):
            asked = sorted(parse_qsl(parts.query))
            query = urlencode([(k, v) for k, v in asked if _NUMBER.match(v) and not k.lower().startswith("utm_")])
        return urlunsplit((found.scheme, found.netloc, found.path or "/", query, ""))
    except ValueError:
        return None
