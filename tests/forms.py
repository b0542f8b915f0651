"""A page's form as a browser reads it without scripts: which controls it would post, and what stands where."""

from html.parser import HTMLParser

VOID = frozenset({"input", "br", "hr", "img", "link", "meta", "use", "path"})


class ReadForm(HTMLParser):
    """`posted` is what submitting would send; `text(id)` what an element says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._texts: dict[str, str] = {}
        self._textarea = self._select = ""
        self._option = False
        self.feed(html)

    def __getitem__(self, name: str) -> str:
        return self.posted.get(name, [""])[0]

    def text(self, id_: str) -> str:
        """The words in the element of this id; KeyError when there is none."""
        return " ".join(self._texts[id_].split())

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in found}
        if id_ := attributes.get("id", ""):
            self.ids.append(id_)
            self._texts[id_] = ""
        if tag not in VOID:
            self._open.append((tag, id_))
        name = attributes.get("name", "")
        if tag == "input" and name:
            self._input(name, attributes)
        elif tag == "textarea":
            self._textarea = name
            self.posted.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option = "selected" in attributes or self._select not in self.posted
            if self._option:
                self.posted[self._select] = [attributes.get("value", "")]

    def _input(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text")
        if kind not in ("file", "submit", "button") and (
            kind not in ("radio", "checkbox") or "checked" in attributes
        ):
            self.posted.setdefault(name, []).append(attributes.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "textarea":
            # The parser of a browser eats one line break after the tag.
            self.posted[self._textarea][-1] = self.posted[self._textarea][-1].removeprefix("\n")
            self._textarea = ""
        elif tag == "option":
            self._option = False
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._option and self._select:
            self.posted[self._select][0] += data.strip()
        if self._textarea:
            self.posted[self._textarea][-1] += data
        for _, id_ in self._open:
            if id_:
                self._texts[id_] += data
