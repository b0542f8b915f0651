"""Files that were attached and not sent: kept for the page that may still hold them, and not for ever."""

from datetime import timedelta

from django.utils import timezone

from .models import File

KEPT = timedelta(days=30)


def sweep() -> None:
    """Delete those that nobody has sent in KEPT. Called where new ones come from."""
    File.objects.filter(run=None, created_at__lt=timezone.now() - KEPT).delete()
