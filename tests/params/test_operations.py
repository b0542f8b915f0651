"""Properties of every parameter of every operation that has a form."""

import json
import math
import random
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.utils.module_loading import import_string

from playground.params.fields import (
    ChoiceField,
    FileField,
    FlagField,
    IntegerField,
    ListField,
    NumberField,
    PairsField,
    Param,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import FORMS
from playground.params.json_text import same_json

import_string("playground.urls.urlpatterns")
EVERY = [
    pytest.param(form, name, id=f"{operation}-{name}")
    for operation, form in sorted(FORMS.items())
    for name, field in form.base_fields.items()
    if isinstance(field, Param) and name != "extra_body"
]
every_parameter = pytest.mark.parametrize(("form_class", "name"), EVERY)


class Elements(HTMLParser):
    """The attributes of each element by its id, and the text right after it."""

    def __init__(self, html):
        super().__init__()
        self.by_id, self.text, self.current = {}, {}, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if identifier := dict(attrs).get("id"):
            self.current = identifier
            self.by_id[identifier] = {"tag": tag, **dict(attrs)}

    def handle_data(self, data):
        self.text[self.current] = self.text.get(self.current, "") + data


def example(field):
    """A value that the API takes for this parameter, when one can be told from its declaration."""
    for preset in getattr(field.widget, "presets", ()):
        return field.clean(preset[1])
    match field:
        case NumberField(min=low):
            return low or 0
        case FlagField():
            return False
        case ChoiceField(options=options):
            return options[-1]
        case PairsField(numbers=numbers):
            return {"1": numbers[0]} if numbers else {"key": "value"}
        case ListField():
            return [getattr(field.widget, "words", ["one"])[0]]
        case FileField():
            return {"file": "6f1c1f0e-6ad5-4c1c-8f3e-2d1f5f5c8d10"}
        case TextField() | TextOrJSONField():
            return "text"
    return [{"role": "user", "content": "Hi"}] if field.name == "messages" else field.kind()


def out_of_bounds(field):
    """What each declared bound refuses, as typed."""
    match field:
        case IntegerField() | NumberField():
            return [str(bound) for bound in (below(field), above(field)) if bound is not None] + ["many"]
        case FlagField():
            return ["perhaps"]
        case ChoiceField(strict=True):
            return ["no such word"]
        case TextField(max_length=int(length)):
            return ["x" * (length + 1)]
        case PairsField(numbers=(low, high)):
            return [json.dumps({"1": low - 1}), json.dumps({"1": high + 1}), '{"word": 1}']
        case PairsField(max_items=int(items), max_key=int(key), max_value=int(value)):
            many = {str(number): "" for number in range(items + 1)}
            return [
                json.dumps(bad) for bad in (many, {"k" * (key + 1): ""}, {"k": "v" * (value + 1)}, {"k": 1})
            ]
        case Param(max_items=int(items)):
            return [json.dumps(["a"] * (items + 1)), "[1"]
        case Param(kind=_):
            return ['["a" 1]']
    return []


def below(field):
    return None if field.min is None else math.floor(field.min) - 1


def above(field):
    return None if field.max is None else math.ceil(field.max) + 1


def posted(form_class, **typed):
    """A bound form: what `typed` says, and an example for every other required parameter."""
    form = form_class()
    query = QueryDict(mutable=True)
    for field in form.params.values():
        if field.required or field.name == "messages":
            query[field.name] = field.to_text(example(field))
    for name, text in typed.items():
        query[name] = text
    return form_class(query)


def opened_on(form_class, params):
    """The form as a page fills it from a request, posted as it stands."""
    return form_class(form_class().as_posted(form_class.initial_from(params)))


def met(form_class, name):
    """What has to be set for this parameter to be taken."""
    needs = form_class().fields[name].needs
    return {needs.param: needs.texts[0]} if needs and needs.values else {}


@every_parameter
def test_declares_a_short_help_and_a_section(form_class, name):
    field = form_class.base_fields[name]

    assert 10 < len(field.help_text) <= 110
    assert field.help_text.endswith(".")
    assert field.section in (*form_class.sections, None)


@every_parameter
def test_renders_a_labelled_control_that_names_its_help_and_error(form_class, name):
    bound = form_class()[name]
    html = Elements(bound.as_field_group())
    control = html.by_id[bound.auto_id]

    assert html.text[f"{bound.auto_id}_label"].startswith(bound.field.name)
    assert control["aria-describedby"] == f"{bound.auto_id}_help {bound.auto_id}_error"
    assert control.get("name", bound.field.name) == bound.field.name
    assert html.text[f"{bound.auto_id}_help"].strip() == bound.help_text
    assert f"{bound.auto_id}_error" in html.by_id


@every_parameter
def test_reaches_the_request_with_its_type_and_comes_back(form_class, name):
    form = posted(form_class)
    field = form.fields[name]
    value = example(field)
    form = posted(form_class, **{**met(form_class, name), field.name: field.to_text(value)})

    assert form.is_valid(), form.errors
    params = form.request_params()
    assert same_json(params[field.name], value)
    again = opened_on(form_class, params)
    assert again.is_valid(), again.errors
    assert same_json(again.request_params(), params)


@every_parameter
def test_is_not_sent_unless_set(form_class, name):
    form = posted(form_class)
    field = form.fields[name]
    given = field.required or name == "messages"

    assert form.is_valid(), form.errors
    assert (field.name in form.request_params()) == given


@every_parameter
def test_refuses_each_bound_with_the_error_beside_its_field(form_class, name):
    field = form_class().fields[name]
    for typed in out_of_bounds(field):
        form = posted(form_class, **{**met(form_class, name), field.name: typed})

        assert not form.is_valid(), typed
        html = Elements(form[name].as_field_group())
        assert html.text[f"{form[name].auto_id}_error"].strip() == form.errors[name][0]
        assert html.by_id[form[name].auto_id]["aria-invalid"] == "true"
        assert (form[name].auto_id, form.errors[name][0]) in form.error_list


@every_parameter
def test_takes_null_and_empty_text_through_extra_body(form_class, name):
    field = form_class().fields[name]
    form = posted(form_class, extra_body=json.dumps({field.name: None}))

    assert form.is_valid(), form.errors
    assert form.request_params()[field.name] is None


ANY = [
    *(
        None,
        True,
        False,
        0,
        1,
        1.0,
        -3,
        0.5,
        2**70,
        1e300,
        "",
        " ",
        "a",
        " a\n",
        "[",
        "[]",
        '"',
        "{}",
        "true",
    ),
    *([], {}, ["a"], ["a", "b"], [""], [1, None], {"a": 1}, {"a": "b"}, {"1": 5}, {"type": "text"}, [["x"]]),
    *("o3", "\r\n", "ä\u2028", "1", "true", {"file": "no uuid"}, {"type": {"b": [None, {"c": "\\n"}]}}),
]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("operation", FORMS)
def test_any_request_comes_back_as_it_was(operation, seed):
    draw = random.Random(seed)
    form_class = FORMS[operation]
    fields = form_class().params.values()
    names = [field.name for field in fields]
    asked = draw.sample(names, draw.randint(1, len(names)))
    asked += [field.name for field in fields if field.required and field.name not in asked]
    params = {name: draw.choice(ANY) for name in asked}
    params |= {"unknown[]": draw.choice(ANY), "messages": [{"role": "user"}]}
    if "model" in names:
        params["model"] = draw.choice(["gpt-4.1", "o3", "own"])

    form = opened_on(form_class, params)

    assert form.is_valid(), form.errors
    assert same_json(form.request_params(), params)
