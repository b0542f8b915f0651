"""Looking for servers on this machine, on the ports they usually have. Only ever after a click."""

import asyncio
from dataclasses import dataclass

from django.conf import settings

from playground.openai.client import Endpoint
from playground.openai.errors import AuthenticationFailed, OpenAIError

from .probing import list_models

NAMES = {
    11434: "Ollama",
    1234: "LM Studio",
    8080: "llama.cpp or LocalAI",
    8000: "vLLM",
    1337: "Jan",
    4000: "LiteLLM",
    4891: "GPT4All",
    5001: "KoboldCpp",
    30000: "SGLang",
}
PATIENCE = 4.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answered: `models` is how many it lists, None when it wants a key first."""

    name: str
    url: str
    models: int | None


async def discover() -> list[Server]:
    """The servers that answer on `settings.LOCAL_SERVER_PORTS` of this machine, all asked at once."""
    ports = [port for port in settings.LOCAL_SERVER_PORTS if port != settings.PORT]
    answers = await asyncio.gather(*map(look, ports))
    return [server for server in answers if server]


async def look(port: int) -> Server | None:
    usual_name = NAMES.get(port, f"Port {port}")
    url = f"http://127.0.0.1:{port}/v1"
    try:
        listing = await list_models(Endpoint(url), limit=PATIENCE)
    except AuthenticationFailed:
        return Server(usual_name, url, None)
    except OpenAIError:
        return None
    return Server(listing.software or usual_name, url, len(listing.models))
