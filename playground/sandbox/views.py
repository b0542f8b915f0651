"""The models, and every path that is none."""

from typing import Any

from . import catalog
from .endpoint import Call


async def list_models(call: Call) -> dict[str, Any]:
    return {"object": "list", "data": [model.as_dict() for model in catalog.MODELS.values()]}


async def retrieve_model(call: Call, model: str) -> dict[str, Any]:
    return catalog.find(model).as_dict()
