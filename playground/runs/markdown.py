"""Model output as HTML: CommonMark, highlighted code, then one sanitiser."""

from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from .highlighting import highlighted

SANITISER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "input"),
        *("strong", "em", "s", "code", "a", "span", "div", "button", "label"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "*": {"class"},
        "a": {"href", "title", "target"},
        "ol": {"start"},
        "th": {"align"},
        "td": {"align"},
        "input": {"disabled", "checked"},
    },
    tag_attribute_values={"input": {"type": {"checkbox"}}, "button": {"type": {"button"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)


def code_block(language: str, inner: str) -> str:
    # Not <pre>: the HTML parser eats a newline at its start, which a streamed fragment may begin with.
    return (
        f'<div class="code"><div class="code-bar"><span class="code-language">{escape(language) or "text"}</span>'
        f'<button type="button" class="copy-code">Copy</button></div><code class="code-text">{inner}</code></div>\n'
    )


def language_of(token: Token) -> str:
    return (token.info.strip().split() or [""])[0]


def fence(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    language = language_of(tokens[index])
    return code_block(language, highlighted(tokens[index].content, language))


def picture(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """A link instead of a picture: loading one from elsewhere is how an answer would leak what it knows."""
    token = tokens[index]
    source = str(token.attrGet("src") or "")
    host = urlsplit(source).hostname or source[:40]
    words = f"{token.content or 'picture'} ({host})"
    return f'<a class="remote-picture" href="{escape(source)}" target="_blank">{escape(words)}</a>'


def link(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """In a tab of its own: the conversation stays where it is."""
    tokens[index].attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))


def cell(self: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    """Aligned by an attribute: there are no inline styles here."""
    if style := tokens[index].attrs.pop("style", ""):
        tokens[index].attrSet("align", str(style).removeprefix("text-align:"))
    return str(self.renderToken(tokens, index, options, env))


def build() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=False, double_inline=True, allow_blank_lines=False).use(
        tasklists_plugin, label=True
    )
    rules = {
        "fence": fence,
        "code_block": fence,
        "image": picture,
        "link_open": link,
        "th_open": cell,
        "td_open": cell,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


MARKDOWN = build()


def html_of(tokens: list[Token], env: dict[str, Any]) -> str:
    return SANITISER.clean(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))
