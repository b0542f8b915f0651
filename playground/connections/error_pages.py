from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class SecretsFilter(SafeExceptionReporterFilter):
    """Keeps what is marked as sensitive out of error pages also while DEBUG is on."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True
