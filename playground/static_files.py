"""Static files: one stylesheet and one script for the page from many small files, hashed, compressed, served async."""

from collections.abc import Awaitable, Callable, Collection, Iterator
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

Scope = dict[str, Any]

BUNDLES = {
    "css/app.css": (
        "css/reset.css",
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/components/*.css",
        "css/utilities.css",
    ),
    "js/app.js": ("js/*.js",),
}


class BundledStorage(CompressedManifestStaticFilesStorage):
    """A component a file for who writes, one request for who reads: joined when static files are collected."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            bundles = self.bundles()
            for bundle, patterns in bundles.items():
                for part in self.join(bundle, patterns, leave_out=bundles):
                    paths.pop(part, None)
                paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)

    def bundles(self) -> dict[str, tuple[str, ...]]:
        """The patterns of each bundle's parts: those of every page, and one for each folder of a feature."""
        root = Path(self.location)
        folders = [
            (folder, kind)
            for kind in ("css", "js")
            for folder in sorted((root / kind).glob("*/"))
            if folder.name != "components"
        ]
        features = {
            f"{kind}/{folder.name}.{kind}": (f"{kind}/{folder.name}/*.{kind}",) for folder, kind in folders
        }
        return {**BUNDLES, **features}

    def join(self, bundle: str, patterns: tuple[str, ...], leave_out: Collection[str]) -> list[str]:
        """Write the bundle and return its parts' names: nobody asks for those, so they are not hashed or compressed.

        Bundles of an earlier collection lie among the parts: they are left out.
        """
        root = Path(self.location)
        target = root / bundle
        parts = [
            part
            for pattern in patterns
            for part in sorted(root.glob(pattern))
            if is_source(part) and part.relative_to(root).as_posix() not in leave_out
        ]
        target.write_text("\n".join(part.read_text() for part in parts))
        return [part.relative_to(root).as_posix() for part in parts]


def is_source(path: Path) -> bool:
    """Not a hashed copy from an earlier collection: those have a second dot in their name."""
    return path.name.count(".") == 1


class StaticFiles(WhiteNoiseMiddleware):
    """Answers for static files before Django sees the request: a first visit asks for nine of them.

    Django's signals and sync middleware would cost each a thread.
    """

    def __init__(self, app: Callable[[Scope, Any, Any], Awaitable[None]]) -> None:
        super().__init__()
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        found = self.find_file(path) if self.autorefresh else self.files.get(path)
        if found is None:
            await self.app(scope, receive, send)
            return
        answer = found.get_response(scope["method"], dict(map(as_wsgi, scope["headers"])))
        body = b""
        if answer.file:
            body = answer.file.read()
            answer.file.close()
        headers = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": int(answer.status), "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def add_mime_headers(self, headers: Headers, path: str, url: str) -> None:
        super().add_mime_headers(headers, path, url)
        # Of the headers that Django's middleware adds, the one that concerns a file.
        headers["X-Content-Type-Options"] = "nosniff"


def as_wsgi(header: tuple[bytes, bytes]) -> tuple[str, str]:
    name, value = header
    return f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}", value.decode("latin-1")
