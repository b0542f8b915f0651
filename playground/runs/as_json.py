"""A run as JSON: all that is kept of it, also while it is under way. The request's key is redacted."""

from typing import Any

from .live import replayed
from .models import Run


def as_json(run: Run) -> dict[str, Any]:
    """Times are ISO 8601, durations milliseconds since the request left, the cost US dollars as a string."""
    return {
        "uuid": run.uuid,
        "operation": run.operation,
        "model": run.model,
        "connection": run.connection_name,
        "status": run.status,
        "pinned": run.pinned,
        "title": run.title,
        "created_at": run.created_at,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "params": run.params,
        "request": run.request,
        "status_code": run.status_code,
        "headers": run.headers,
        "response": run.response,
        "text": replayed(run).text() if run.is_live else run.text,
        "error": run.error,
        "usage": run.usage,
        "cost": run.cost,
        "timings": {
            "headers_ms": run.headers_ms,
            "first_token_ms": run.first_token_ms,
            "total_ms": run.total_ms,
        },
        "files": [
            {
                "uuid": file.uuid,
                "name": file.name,
                "content_type": file.content_type,
                "size": file.size,
                "url": file.get_absolute_url(),
            }
            for file in run.files.order_by("id")
        ],
    }
