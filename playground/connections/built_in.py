"""The connections that nobody adds: the embedded sandbox, and what the environment names."""

from urllib.parse import urlsplit

from django.conf import settings

SANDBOX = "sandbox"
ENVIRONMENT = "environment"

OPENAI_URL = "https://api.openai.com/v1"
ANY_ADDRESS = {"", "0.0.0.0", "::", "localhost"}


def present() -> dict[str, str]:
    """Which built-in connections there are now, read from settings: source to name."""
    names = {}
    if settings.OPENAI_API_KEY or settings.OPENAI_BASE_URL:
        names[ENVIRONMENT] = environment_name()
    if settings.SANDBOX:
        names[SANDBOX] = "Sandbox"
    return names


def sandbox_url() -> str:
    """This very server over loopback; its own address when it is bound to a specific one."""
    host = settings.HOST.strip("[]")
    host = "127.0.0.1" if host in ANY_ADDRESS else host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}/sandbox/v1"


def environment_url() -> str:
    return settings.OPENAI_BASE_URL.strip().rstrip("/") or OPENAI_URL


def environment_name() -> str:
    host = urlsplit(environment_url()).netloc.rpartition("@")[2]
    return "OpenAI" if host == urlsplit(OPENAI_URL).netloc else host[:100]
