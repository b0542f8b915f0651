"""The models: https://platform.openai.com/docs/api-reference/models"""

from typing import Any

from . import catalog, fine_tuned
from .endpoint import Call


async def list_models(call: Call) -> dict[str, Any]:
    models = [*catalog.MODELS.values(), *await fine_tuned.models_of(call.account)]
    return {"object": "list", "data": [model.as_dict() for model in models]}


async def retrieve_model(call: Call, model: str) -> dict[str, Any]:
    await fine_tuned.check(model, call.account)
    return catalog.find(model).as_dict()


async def delete_model(call: Call, model: str) -> dict[str, Any]:
    await fine_tuned.delete(model, call.account)
    return {"id": model, "object": "model", "deleted": True}
