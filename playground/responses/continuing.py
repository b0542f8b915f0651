"""Going on from a run's response: with the results of its calls, with more input, or the same once more."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from playground.accounts.models import User
from playground.params.json_text import write_json
from playground.runs import files
from playground.runs.models import Run

from .forms import ResponseForm

Item = dict[str, Any]


class Missing(Exception):
    """A call has no result yet; the message says which."""


def own_run(owner: User, text: str) -> Run | None:
    """The response run of this user with that uuid."""
    try:
        uuid = UUID(text)
    except ValueError:
        return None
    return Run.objects.for_user(owner).filter(uuid=uuid, operation=ResponseForm.operation).first()


def output_of(run: Run) -> list[Item]:
    output = run.response.get("output") if isinstance(run.response, dict) else None
    return [item for item in output if isinstance(item, dict)] if isinstance(output, list) else []


def is_kept(run: Run) -> bool:
    """Whether upstream keeps the response, so that its id is enough to go on from it."""
    response = run.response if isinstance(run.response, dict) else {}
    return bool(response.get("id")) and response.get("store", run.params.get("store")) is not False


def go_on(data: QueryDict, run: Run, items: list[Item]) -> None:
    """Make the form's data go on from this run with these items: by its id, or with everything so far."""
    if "conversation" in run.params and is_kept(run):
        data["input"] = write_json(items)
        return
    if is_kept(run):
        data["previous_response_id"] = str((run.response or {}).get("id"))
        data["input"] = write_json(items)
        return
    before = run.params.get("input")
    said = before if isinstance(before, list) else [{"role": "user", "content": before or ""}]
    data["previous_response_id"] = str(run.params.get("previous_response_id") or "")
    data["input"] = write_json([*said, *taken_back(run), *items])


def taken_back(run: Run) -> list[Item]:
    """The output as input takes it, without what is null."""
    return [{name: value for name, value in item.items() if value is not None} for item in output_of(run)]


def results(data: QueryDict, uploaded: "MultiValueDict[str, UploadedFile]", run: Run) -> list[Item]:  # type: ignore[type-arg]
    """What the page's boxes answer to the run's calls. Raises Missing when one of them is empty."""
    made = [
        (item, result(item, data, uploaded, run)) for item in output_of(run) if item.get("type") in MAKERS
    ]
    if missing := [str(item.get("name") or item["type"]) for item, answer in made if answer is None]:
        raise Missing(f"Still missing: the result of {', '.join(missing)}")
    if not made:
        raise Missing("This response waits for nothing: write an input instead")
    return [answer for _, answer in made if answer]


def result(item: Item, data: QueryDict, uploaded: Any, run: Run) -> Item | None:
    return MAKERS[item["type"]](item, data, uploaded, run)


def function_output(item: Item, data: QueryDict, uploaded: Any, run: Run) -> Item | None:
    text = data.get(f"output-{item.get('call_id')}", "").replace("\r\n", "\n")
    kind = "custom_tool_call_output" if item["type"] == "custom_tool_call" else "function_call_output"
    return {"type": kind, "call_id": item.get("call_id"), "output": text} if text.strip() else None


def approval(item: Item, data: QueryDict, uploaded: Any, run: Run) -> Item | None:
    said = data.get(f"approve-{item.get('id')}", "")
    answer = {"type": "mcp_approval_response", "approval_request_id": item.get("id")}
    return {**answer, "approve": said == "true"} if said in ("true", "false") else None


def screenshot(item: Item, data: QueryDict, uploaded: Any, run: Run) -> Item | None:
    picture = uploaded.get(f"screenshot-{item.get('call_id')}")
    if picture is None:
        return None
    kept = files.keep(run.owner, picture, picture.name or "screenshot")
    shot = {"type": "computer_screenshot", "image_url": f"{files.SCHEME}{kept.uuid}"}
    answer = {"type": "computer_call_output", "call_id": item.get("call_id"), "output": shot}
    checks = item.get("pending_safety_checks") or []
    if checks and f"acknowledge-{item.get('call_id')}" in data:
        answer["acknowledged_safety_checks"] = checks
    return answer


MAKERS = {
    "function_call": function_output,
    "custom_tool_call": function_output,
    "mcp_approval_request": approval,
    "computer_call": screenshot,
}
