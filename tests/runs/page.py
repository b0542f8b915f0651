"""The part of a page that frames change, and what htmx, with our extension, swaps into it."""

from html.parser import HTMLParser
from typing import Any

VOID = frozenset({"input", "br", "hr", "use"})


class Node:
    def __init__(self, tag: str = "", attributes: dict[str, Any] | None = None) -> None:
        self.tag, self.attributes = tag, attributes or {}
        self.children: list[Node | str] = []

    def html(self) -> str:
        """As one text that is the same for the same page; groups of blocks are only there for the layout."""
        inner = "".join(child if isinstance(child, str) else child.html() for child in self.children)
        if not self.tag or self.attributes.get("class") == "blocks":
            return inner
        return f"<{self.tag} {sorted(self.attributes.items())}>{inner}</{self.tag}>"


class Page(HTMLParser):
    """Starts with an empty element of this id; `apply` does with a frame what htmx does."""

    def __init__(self, id_: str) -> None:
        super().__init__()
        self.root = self.parsed(f'<div id="{id_}"></div>')

    def parsed(self, html: str) -> Node:
        self.reset()
        self.stack = [Node()]
        self.feed(html)
        self.close()
        assert len(self.stack) == 1, f"{self.stack[-1].tag} is left open in {html}"
        return self.stack[0]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attributes))
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data.replace("&", "&amp;").replace("<", "&lt;"))

    def apply(self, frame: str) -> None:
        for fragment in self.parsed(frame).children:
            assert isinstance(fragment, Node), f"{fragment!r} is in no fragment"
            where, _, id_ = fragment.attributes["hx-swap-oob"].partition(":#")
            parent, target = self.find(self.root, id_)
            if where in ("innerHTML", "put-in"):
                target.children = fragment.children
            elif where == "put-last":
                target.children += fragment.children
            else:
                assert where == "put-before"
                place = parent.children.index(target)
                parent.children[place:place] = fragment.children

    def find(self, within: Node, id_: str) -> tuple[Node, Node]:
        """The only element of this id, and the one that it is in."""
        found = list(self.search(within, id_))
        assert len(found) == 1, f"{len(found)} elements are #{id_}"
        return found[0]

    def search(self, within: Node, id_: str) -> Any:
        for child in within.children:
            if isinstance(child, Node):
                if child.attributes.get("id") == id_:
                    yield within, child
                yield from self.search(child, id_)
