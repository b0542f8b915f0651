"""The machinery of OperationForm, shown on a form of its own."""

from dataclasses import dataclass

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from playground.params import fields
from playground.params.forms import FORMS, OperationForm


@dataclass(frozen=True)
class Rule:
    refuses: str
    note: str


ONLY_DALL_E_3 = Rule("^(?!dall-e-3)", "only dall-e-3")


class PictureForm(OperationForm):
    sections = {"Model": True, "Sampling": True, "Empty": True, "Advanced": False}

    model = fields.ModelField(section="Model", required=True, help="The model.")
    style = fields.TextField(
        section="Model", models=Rule("^(?!dall-e-3)", "only dall-e-3"), help="The style."
    )
    temperature = fields.NumberField(section="Sampling", min=0, max=1, default=0.5, help="The heat.")
    granularities = fields.ListField(
        name="timestamp_granularities[]", options=("word", "segment"), help="Which."
    )
    file = fields.FileField(section=None, help="The file.")
    seed = fields.IntegerField(needs=fields.Needs("temperature", (0,)), help="The seed.")
    note = forms.CharField(required=False)


def form_of(query="", files=None):
    return PictureForm(QueryDict(query), files)


def valid(query, files=None):
    form = form_of(query, files)
    assert form.is_valid(), form.errors
    return form


def test_sends_only_what_was_set():
    form = valid("model=m&temperature=0&style=&note=mine")

    assert form.request_params() == {"model": "m", "temperature": 0}


def test_names_controls_as_the_api_does():
    form = valid("model=m&timestamp_granularities[]=word&timestamp_granularities[]=segment")

    assert form.request_params()["timestamp_granularities[]"] == ["word", "segment"]
    html = form["granularities"].as_field_group()
    assert 'name="timestamp_granularities[]"' in html
    assert 'id="id_timestamp_granularities[]_error"' in html


def test_keeps_but_does_not_send_what_the_model_refuses():
    form = valid("model=dall-e-2&style=vivid")

    assert form.request_params() == {"model": "dall-e-2"}
    html = form["style"].as_field_group()
    assert 'value="vivid"' in html
    assert "not for this model" in html
    assert 'aria-description="Not for this model: only dall-e-3"' in html


def test_sends_it_to_the_model_that_takes_it():
    assert valid("model=dall-e-3&style=vivid").request_params()["style"] == "vivid"


def test_does_not_judge_what_is_not_sent():
    class Strict(PictureForm):
        style = fields.TextField(max_length=1, models=ONLY_DALL_E_3, help="The style.")

    assert Strict(QueryDict("model=dall-e-2&style=long")).is_valid()
    assert not Strict(QueryDict("model=dall-e-3&style=long")).is_valid()


def test_merges_the_extra_body_last():
    form = valid('model=m&temperature=1&extra_body={"temperature": 9, "new": null}')

    assert form.request_params() == {"model": "m", "temperature": 9, "new": None}


def test_takes_a_required_parameter_from_the_extra_body():
    assert valid('extra_body={"model": "m"}').request_params() == {"model": "m"}


def test_puts_what_no_control_holds_into_the_extra_body():
    params = {"model": "m", "temperature": 3, "style": None, "new": [1], "seed": "x"}

    form = PictureForm(PictureForm.initial_from(params))

    assert form.is_valid(), form.errors
    assert form.request_params() == params
    assert PictureForm.initial_from(params)["model"] == "m"


def test_gives_posted_files_apart_from_the_parameters():
    posted = SimpleUploadedFile("a.png", b"png")
    form = valid("model=m", MultiValueDict({"file": [posted]}))

    assert form.request_params() == {"model": "m"}
    assert form.attached_files() == {"file": posted}


def test_carries_a_stored_file_by_its_uuid():
    stored = {"file": "6f1c1f0e-6ad5-4c1c-8f3e-2d1f5f5c8d10"}
    form = PictureForm(PictureForm.initial_from({"model": "m", "file": stored}))

    assert form.is_valid()
    assert form.request_params()["file"] == stored
    assert stored["file"] in form["file"].as_field_group()


@pytest.mark.parametrize(
    ("query", "is_met"), [("temperature=0", True), ("temperature=1", False), ("", False)]
)
def test_asks_for_what_a_parameter_needs(query, is_met):
    form = form_of(f"model=m&seed=1&{query}")

    assert form.is_valid() == is_met
    if not is_met:
        assert form.errors["seed"] == ["seed needs temperature: 0. Set that too, or reset seed"]


def test_says_what_a_parameter_needs():
    assert form_of("model=m")["seed"].state == "needs temperature: 0"
    assert form_of("model=m&temperature=0")["seed"].state == "not sent"


def test_counts_what_is_set_by_section():
    form = form_of("model=m&style=vivid&temperature=0.5&extra_body={}")

    assert [(section.name, section.set_count, section.total) for section in form.panel] == [
        ("Model", 1, 2),
        ("Sampling", 1, 1),
        ("Advanced", 1, 3),
    ]
    assert (form.set_count, form.total_count) == (3, 6)
    assert "3 of 6 set" in render_to_string("params/panel.html", {"form": form})


def test_opens_a_folded_section_that_holds_an_error():
    assert [section.open for section in form_of("model=m").panel] == [True, True, False]
    assert [section.open for section in form_of("model=m&seed=x").panel] == [True, True, True]


def test_links_each_error_of_the_summary_to_its_field():
    html = render_to_string("params/errors.html", {"form": form_of("temperature=5")})

    assert '<a href="#id_model">model is required: fill it in</a>' in html
    assert '<a href="#id_temperature">temperature must be 1 or less</a>' in html


def test_escapes_what_was_typed():
    html = render_to_string(
        "params/panel.html", {"form": form_of("model=<b>&seed=<i>&extra_body=</textarea><u>")}
    )

    assert not any(tag in html for tag in ("<b>", "<i>", "<u>"))


def test_asks_for_models_where_it_is_told():
    form = PictureForm(models_url="/connections/1/models/")

    assert 'hx-get="/connections/1/models/"' in form["model"].as_field_group()
    assert "hx-get" not in PictureForm()["model"].as_field_group()


def test_is_found_by_its_operation_only_when_it_has_one():
    assert PictureForm not in FORMS.values()
    assert all(form.operation == operation for operation, form in FORMS.items())
