"""What a page may hold, whoever wrote the texts in it."""

import re
from html.parser import HTMLParser

ADDRESSES = {
    *("href", "src", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href", "cite"),
    *("hx-get", "hx-post", "hx-put", "hx-delete", "ws-connect", "ping", "manifest"),
}
LOADED = ADDRESSES - {"href", "xlink:href", "cite"}
NEVER = {"iframe", "object", "embed", "base", "frame", "applet", "style", "math"}
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
SCHEME = re.compile(r"^[\s\x00-\x20]*([a-z][a-z0-9+.-]*)\s*:", re.IGNORECASE)


class PageCheck(HTMLParser):
    """`wrong` says what should not be there; `local` are the addresses of this site that the page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.local: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in NEVER or (tag == "meta" and "http-equiv" in given):
            self.wrong.append(f"<{tag}> {given}")
        is_ours = given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        if tag == "script" and not is_ours:
            self.wrong.append(f"<script> {given}")
        for name, value in given.items():
            self.attribute(tag, name, value, given)

    def attribute(self, tag: str, name: str, value: str, given: dict[str, str]) -> None:
        if name.startswith(("on", "hx-on", "formaction")) or name == "style":
            self.wrong.append(f"<{tag} {name}={value[:80]!r}>")
        if not (name in ADDRESSES or (name.startswith("hx-") and "evil" in value)):
            return
        scheme = SCHEME.match(value)
        if name in LOADED or tag in ("link", "img", "audio", "video", "use", "source"):
            drawn = tag == "img" and value.startswith("data:image/")
            if OUTSIDE.match(value) or (scheme and not drawn):
                self.wrong.append(f"<{tag} {name}={value[:80]!r}> leads elsewhere")
        elif scheme and scheme[1].lower() not in ("http", "https", "mailto"):
            self.wrong.append(f"<{tag} {name}={value[:80]!r}> is no address of a page")
        elif OUTSIDE.match(value) and not {"noopener", "noreferrer"} <= set(given.get("rel", "").split()):
            self.wrong.append(f"<{tag} {name}={value[:80]!r}> tells where it was clicked")
        if value.startswith("/") and not OUTSIDE.match(value) and name in ("href", "hx-get", "src"):
            self.local.add(value.partition("#")[0])
