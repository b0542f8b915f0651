import pytest

from playground.chat.forms import ChatCompletionForm
from playground.prompts import differences, exporting, opening, services
from playground.prompts.models import Prompt

from .conftest import PARAMS

pytestmark = pytest.mark.django_db


def test_numbers_versions_and_makes_none_for_the_same(version):
    assert version.number == 1
    assert services.save(version.prompt, PARAMS) is None
    second = services.save(version.prompt, {**PARAMS, "temperature": 1}, note="A whole number")
    assert (second.number, second.note, second.values) == (2, "A whole number", version.values)
    assert Prompt.objects.get().latest == second


def test_keeps_order_numbers_and_text_exactly(user):
    params = {
        "messages": [{"content": "é 😀 \u2028", "role": "user"}],
        "model": "m",
        "z": 1.0,
        "a": 1e-7,
        "b": 1,
    }
    kept = services.create(user, "Exact", params)
    kept.refresh_from_db()
    assert services.as_text(kept.params) == services.as_text(params)


@pytest.mark.parametrize(
    "params",
    [
        PARAMS,
        {"messages": PARAMS["messages"], "model": "m", "future": {"b": 1.0, "a": [1, 1e2]}, "temperature": 0},
        {"model": "m", "messages": PARAMS["messages"], "top_p": 1},
        {
            "messages": PARAMS["messages"],
            "model": "o3",
            "temperature": None,
            "seed": 1,
            "stop": ["\n", "{{x}}"],
        },
        {"messages": PARAMS["messages"], "model": "m", "tools": [], "logit_bias": {"9": 1, "10": -1.5}},
    ],
)
def test_opens_so_that_the_same_is_sent_in_the_same_order(params):
    initial = opening.controls(ChatCompletionForm, params)
    form = ChatCompletionForm(initial, needs_values=False)
    assert form.is_valid(), form.errors
    assert services.as_text(form.template_params()) == services.as_text(params)


def test_restores_an_earlier_version_as_a_new_one(version):
    services.save(version.prompt, {**PARAMS, "seed": 8})
    restored = services.restore(version)
    assert (restored.number, restored.content) == (3, version.content)
    assert services.restore(version) is None


def test_tells_what_differs(version):
    messages = [PARAMS["messages"][0], {"role": "user", "content": "And of Chile?"}]
    changed = {"messages": messages, "model": "scripted", "temperature": 1, "stop": "x"}
    after = services.save(version.prompt, changed)
    signed = [(line.sign, line.text) for line in differences.messages(version, after) if line.sign]
    assert signed == [("-", "What is the capital of {{ country }}?"), ("+", "And of Chile?")]
    changes = [
        (each.kind, each.name, each.before, each.after) for each in differences.parameters(version, after)
    ]
    assert changes == [
        ("changed", "temperature", "1.0", "1"),
        ("removed", "seed", "7", ""),
        ("added", "stop", "", '"x"'),
    ]
    assert differences.messages(after, after) == []


def test_exports_versions_oldest_first(version):
    services.save(version.prompt, {**PARAMS, "seed": 8})
    exported = exporting.prompt_object(version.prompt)
    assert [each["version"] for each in exported["versions"]] == [1, 2]
    assert exported["versions"][0]["body"] == PARAMS
