import pytest

pytest_plugins = ["tests.services"]


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Names without hashes, so that pages render without collecting static files first."""
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
