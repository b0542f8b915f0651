"""HTML of our own templates, which hold what models wrote, as it may be shown to others: nothing in it acts."""

import re

import nh3

FILE = re.compile(r"/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/\Z")
# What counts down goes on; the page of the snapshot says it anew.
COUNTDOWN = re.compile(r'<span class="shutdown[^<>]*>[^<>]*</span>')
ICON = re.compile(r'<svg class="icon".*?</svg>', re.DOTALL)
SVG = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
    *("title", "desc"),
}
PLACED = {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width", "height", "d"}
DRAWN = {*PLACED, "points", "transform", "text-anchor", "fill-opacity", "opacity", "role", "aria-label"}
TAGS = {
    *(
        "article",
        "section",
        "header",
        "div",
        "p",
        "span",
        "br",
        "hr",
        "strong",
        "em",
        "s",
        "b",
        "i",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre", "code"),
    *("a", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "time"),
    *("figure", "figcaption", "img", "audio", "meter", "progress", "mark", "small", "sub", "sup"),
    *SVG,
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        *(
            "script",
            "style",
            "button",
            "select",
            "textarea",
            "template",
            "dialog",
            "noscript",
            "label",
            "footer",
        ),
    },
    attributes={
        "*": {"class", "dir", "lang", "role", "aria-label", "title"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "audio": {"src", "controls", "preload"},
        "ol": {"start"},
        "th": {"align", "scope", "colspan"},
        "td": {"align", "colspan"},
        "time": {"datetime"},
        "details": {"open"},
        "meter": {"value", "min", "max", "low", "high", "optimum"},
        "progress": {"value", "max"},
        "svg": {*DRAWN, "viewBox", "preserveAspectRatio"},
        **dict.fromkeys(SVG - {"svg"}, DRAWN),
    },
    attribute_filter=lambda tag, name, value: address(tag, value) if name in ("href", "src") else value,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)


def address(tag: str, value: str) -> str | None:
    """An address that stays: a file of ours, or for a link another site. None for a page that is the owner's."""
    if FILE.match(value):
        return value
    return value if tag == "a" and value.startswith(("https://", "http://", "mailto:")) else None


def cleaned(html: str) -> str:
    return str(CLEANER.clean(COUNTDOWN.sub("", ICON.sub("", html))))
