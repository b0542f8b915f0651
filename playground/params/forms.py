"""The form that declares an operation."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property

from playground.params.bound import ParamBoundField, Section
from playground.params.fields import JSONField, Param
from playground.params.json_text import write_json

FORMS: dict[str, type["OperationForm"]] = {}


class OperationForm(forms.Form):
    """One field per API parameter; fields that are no Param belong to the page and are never sent.

    `sections` are the panel's parts in order, with whether they start open. `models_url` is where the model
    box gets its suggestions.
    """

    operation: ClassVar[str] = ""
    sections: ClassVar[dict[str, bool]] = {"Model": True, "Sampling": True, "Output": True, "Advanced": False}
    bound_field_class = ParamBoundField
    use_required_attribute = False

    extra_body = JSONField(
        kind=dict,
        section="Advanced",
        help="A JSON object merged in last. For what has no field here, for null and empty text.",
    )

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.operation:
            FORMS[cls.operation] = cls

    def __init__(self, *args: Any, models_url: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.models_url = models_url
        self.fields["extra_body"] = self.fields.pop("extra_body")
        for name, field in self.fields.items():
            if isinstance(field, Param):
                field.name = field.name or name

    def add_prefix(self, field_name: str) -> str:
        """Controls are named as the API names the parameter, brackets and all."""
        field = self.fields.get(field_name)
        return super().add_prefix(field.name if isinstance(field, Param) else field_name)

    @property
    def params(self) -> dict[str, Param]:
        """The fields that are parameters, by field name, without `extra_body`."""
        return {
            name: field
            for name, field in self.fields.items()
            if isinstance(field, Param) and name != "extra_body"
        }

    @classmethod
    def param_names(cls) -> dict[str, str]:
        """The API's names of the same, by field name."""
        fields = cls.base_fields.items()
        return {
            name: field.name or name
            for name, field in fields
            if isinstance(field, Param) and name != "extra_body"
        }

    @property
    def model_name(self) -> str:
        return str(self["model"].value() or "").strip() if "model" in self.fields else ""

    @property
    def extra(self) -> dict[str, Any]:
        """What `extra_body` adds, unchecked: nothing that the API might take is out of reach."""
        return self.cleaned_data.get("extra_body") or {}

    def request_params(self) -> dict[str, Any]:
        """What is sent: the parameters that were set and that the model takes, with `extra_body` merged last.

        Stored files are {"file": "<uuid>"}; files posted with the form are in `attached_files` instead.
        """
        model = self.model_name
        sent = {
            field.name: value
            for name, field in self.params.items()
            if (value := self.cleaned_data.get(name)) is not None
            and not isinstance(value, UploadedFile)
            and not field.is_refused_by(model)
        }
        return {**sent, **self.extra}

    def attached_files(self) -> dict[str, "UploadedFile[Any]"]:
        """The files posted with the form, by parameter."""
        cleaned = ((field.name, self.cleaned_data.get(name)) for name, field in self.params.items())
        return {name: value for name, value in cleaned if isinstance(value, UploadedFile)}

    def clean(self) -> None:
        for name, field in self.params.items():
            if field.is_refused_by(self.model_name) or field.name in self.extra:
                # Kept as typed, but not sent: what stands there cannot be wrong.
                self.errors.pop(name, None)
        params = {**self.request_params(), **self.attached_files()}
        for name, field in self.params.items():
            if (
                field.needs
                and field.name in params.keys() - self.extra.keys()
                and not field.needs.met_by(params)
            ):
                self.add_error(name, f"{field.name} needs {field.needs}. Set that too, or reset {field.name}")
        self.check(params)
        for name in [name for name, field in self.params.items() if field.name in self.extra]:
            self.errors.pop(name, None)

    def check(self, params: dict[str, Any]) -> None:
        """Further rules between parameters that the API states: call `self.add_error(field, words)`."""

    @classmethod
    def initial_from(cls, params: dict[str, Any]) -> dict[str, str]:
        """The inverse of `request_params`: what each control holds; `extra_body` gets what none can hold."""
        form = cls()
        names = {field.name: name for name, field in form.params.items()}
        model = str(params.get("model") or "").strip()
        initial = {
            names[key]: form.params[names[key]].to_text(value)
            for key, value in params.items()
            if key in names and form.params[names[key]].carries(value, model)
        }
        # A rule between parameters that this request broke, and sent all the same, must not stop it now.
        while True:
            rest = {key: value for key, value in params.items() if names.get(key) not in initial}
            texts = initial | ({"extra_body": write_json(rest)} if rest else {})
            refused = initial.keys() & cls(form.as_posted(texts)).errors.keys()
            if not refused:
                return texts
            initial = {name: text for name, text in initial.items() if name not in refused}

    def as_posted(self, texts: dict[str, str]) -> dict[str, str]:
        """What controls that hold these texts, by field name, would be posted as."""
        return {self.add_prefix(name): text for name, text in texts.items()}

    @cached_property
    def panel(self) -> list[Section]:
        """The sections of the right-hand column, without empty ones."""
        bound = [field for field in self if isinstance(field, ParamBoundField) and field.is_param]
        sections = [
            Section(name, is_open, tuple(field for field in bound if field.param.section == name))
            for name, is_open in self.sections.items()
        ]
        return [section for section in sections if section.fields]

    @property
    def set_count(self) -> int:
        return sum(section.set_count for section in self.panel)

    @property
    def total_count(self) -> int:
        return sum(section.total for section in self.panel)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Each error as (id of its control, words), in the order of the page, for the summary."""
        return [
            (self[name].auto_id if name in self.fields else "", str(words))
            for name, errors in self.errors.items()
            for words in errors
        ]
