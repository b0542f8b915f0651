"""A run's request as code that sends it again; files stand in it by their names."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import mark_safe

from playground.openai.client import Endpoint
from playground.openai.errors import OpenAIError
from playground.openai.export import export
from playground.openai.operations import find

from .files import REFERENCE, references, uuid_in
from .highlighting import highlighted
from .models import File, Run

LANGUAGES = {"curl": "curl", "python": "Python", "javascript": "JavaScript"}
LEXERS = {"curl": "bash", "python": "python", "javascript": "javascript"}


_registered: dict[str, Callable[[Run], list[dict[str, Any]]]] = {}


def register(operation: str, codes: Callable[[Run], list[dict[str, Any]]]) -> None:
    """Called by a feature whose operation is no single request: it writes its code itself."""
    _registered[operation] = codes


def code_context(run: Run) -> dict[str, Any]:
    """The code in each language; the key is only ever named, never in it."""
    if own := _registered.get(run.operation):
        return {"codes": own(run)}
    found = File.objects.filter(owner=run.owner_id, uuid__in=set(references(run.params)))
    files = {str(file.uuid): file for file in found}
    params = {name: named(value, files, name, whole=True) for name, value in run.params.items()}
    try:
        codes = [code(run, params, language) for language in LANGUAGES]
    except OpenAIError as error:
        return {"codes": [], "problem": error.message}
    return {"codes": codes}


def code(run: Run, params: dict[str, Any], language: str) -> dict[str, Any]:
    return shown(export(run.operation, params, endpoint_of(run), language), language)


def shown(text: str, language: str) -> dict[str, Any]:
    """Code as the templates print it."""
    return {
        "language": language,
        "name": LANGUAGES[language],
        "html": mark_safe(highlighted(text, LEXERS[language])),
    }


def named(value: Any, files: dict[str, File], name: str = "", whole: bool = False) -> Any:
    """The same with a file's name where the request has its bytes."""
    if uuid := uuid_in(value):
        return {"file": files[uuid].name if uuid in files else "file"}
    if isinstance(value, dict):
        return {key: named(item, files, key) for key, item in value.items()}
    if isinstance(value, list):
        return [named(item, files, name, whole) for item in value]
    if not isinstance(value, str) or not (match := REFERENCE.match(value)):
        return value
    file = files.get(match[1])
    if whole:
        return {"file": file.name if file else "file"}
    placeholder = f"<{file.name if file else 'file'} in base64>"
    return placeholder if name == "data" or not file else f"data:{file.content_type};base64,{placeholder}"


def endpoint_of(run: Run) -> Endpoint:
    """Where the run went, without any secret."""
    connection = run.connection
    if connection is not None and connection.is_discreet:
        return Endpoint(connection.url)
    # Another's, which is not shared any more, is as good as deleted.
    if connection is not None and run.owner_id in (None, connection.owner_id):
        return Endpoint(connection.url, organization=connection.organization, project=connection.project)
    path = find(run.operation).path.partition("{")[0].rstrip("/")
    base, found, _ = run.request.get("url", "").partition(path)
    return Endpoint(base if found else "https://api.openai.com/v1")
