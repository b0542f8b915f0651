import pytest

pytest_plugins = ["tests.once", "tests.services", "tests.people"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/browser/"), reverse=True)


@pytest.fixture
def tries_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing listens, three attempts take no longer than one."""
    monkeypatch.setattr("playground.openai.retries.FIRST_WAIT", 0.0)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Names without hashes, so that pages render without collecting static files first."""
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
