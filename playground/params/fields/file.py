"""A parameter that is a file: chosen here and posted, or stored before and named by its uuid."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from playground.params import widgets
from playground.params.fields.base import Param


class FileField(Param):
    """Cleans to an UploadedFile, or to {"file": "<uuid>"} for one already stored."""

    def __init__(self, *, accept: str = "", max_size: int | None = None, **declared: Any) -> None:
        self.max_size = max_size
        super().__init__(widget=widgets.FileOrStored(accept), **declared)

    def to_text(self, value: Any) -> str:
        return value["file"] if isinstance(value, dict) and isinstance(value.get("file"), str) else ""

    def prepare_value(self, value: Any) -> str:
        return "" if isinstance(value, UploadedFile) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, UploadedFile):
            if self.max_size and (value.size or 0) > self.max_size:
                self.refuse(f"must be {self.max_size // 1024 // 1024} MB or less")
            return value
        if not value:
            return None
        try:
            return {"file": str(uuid.UUID(value))}
        except ValueError:
            return self.refuse("names no stored file: choose it again")
