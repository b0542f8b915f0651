"""What a test of a connection says."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playground.openai.durations import milliseconds
from playground.openai.errors import OpenAIError

# How each software calls the owner of its models in GET /models.
SOFTWARE = {
    "library": "Ollama",
    "llamacpp": "llama.cpp",
    "vllm": "vLLM",
    "organization_owner": "LM Studio",
    "organization-owner": "LM Studio",
    "sglang": "SGLang",
    "koboldcpp": "KoboldCpp",
    "sandbox": "the sandbox",
    "openai": "OpenAI",
    "system": "OpenAI",
}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


def success(server: str, url: str, elapsed_ms: int, models: Sequence[str]) -> tuple[str, str]:
    """The message and the advice when models were listed."""
    reached = f"Reached {server} at {url} in {milliseconds(elapsed_ms)}"
    if not models:
        return f"{reached}, but it lists no models.", "Load or pull a model there, then test again."
    if len(models) == 1:
        return f"{reached}: 1 model, {models[0]}.", ""
    return f"{reached}: {len(models)} models, e.g. {', '.join(models[:2])}.", ""


def failure(error: OpenAIError, url: str, *, has_key: bool) -> tuple[str, str]:
    """The message and the advice when it failed: what was tried, what came of it, how to mend it."""
    status = f" (HTTP {error.status_code})" if error.status_code else ""
    match error.kind:
        case "authentication" if has_key:
            said = f"{url} answers, but does not accept the key{status}."
            return f"{said} {error.message}", "Check that the key belongs to this server, and enter it again."
        case "authentication":
            return f"{url} answers, but wants a key{status}.", "Choose Edit and enter the key of this server."
        case "permission":
            said = f"{url} answers, but the key may not list models{status}. {error.message}"
            return (
                said,
                "Give the key the right to read models, or use another one. It may still run requests.",
            )
        case "not_found":
            return f"There is nothing at {url}/models{status}.", missing_v1(url)
        case "malformed":
            return f"{url} answers, but not as an OpenAI API does. {error.message}", missing_v1(url)
        case "timeout":
            return f"{url} did not answer in time. {error.message}", unreachable(url)
        case "connection" if error.code == "refused":
            return f"Nothing answers at {url}.", unreachable(url)
        case "connection":
            return f"{url} could not be used{status}. {error.message}", error.advice
        case "bad_request" if error.status_code is None:
            return f"{url} cannot be called. {error.message}", "Choose Edit and mend the connection."
        case "rate_limit":
            return f"{url} answers, but refuses for now{status}. {error.message}", error.advice
        case _:
            return f"{url} answers, but with an error{status}. {error.message}", error.advice


def missing_v1(url: str) -> str:
    if urlsplit(url).path.endswith("/v1"):
        return "Check the address. Some servers list no models and still run requests: type the model's name."
    return f"Most servers want /v1 at the end of the base URL: try {url}/v1."


def unreachable(url: str) -> str:
    parts = urlsplit(url)
    if parts.hostname in LOCAL_HOSTS:
        return f"Start the server on this machine, and check its port and that it speaks {parts.scheme}."
    return f"Check the host, the port and {parts.scheme}://, and that this machine reaches that network."
