"""Static files: one stylesheet and one script for the page from many small files, hashed, compressed, served async."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

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


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's middleware is synchronous only; in an async chain that would cost each request a thread."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Any = None) -> None:
        super().__init__(get_response)
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if iscoroutinefunction(self) and request.path_info.startswith(self.static_prefix):
            return self.serve_async(request)
        return super().__call__(request)

    async def serve_async(self, request: HttpRequest) -> Any:
        found = self.find_file(request.path_info) if self.autorefresh else self.files.get(request.path_info)
        if found is None:
            return await self.get_response(request)
        served = found.get_response(request.method, request.META)
        response = HttpResponse(served.file.read() if served.file else b"", status=int(served.status))
        del response["content-type"]
        for name, value in served.headers:
            response[name] = value
        return response
