"""The parameters of a chat completion: https://platform.openai.com/docs/api-reference/chat/create"""

from playground.chat import checks, presets
from playground.library import widgets
from playground.openai import families
from playground.params.fields import (
    ChoiceField,
    FlagField,
    IntegerField,
    JSONField,
    ListField,
    ModelField,
    Needs,
    NumberField,
    PairsField,
    TextField,
    TextOrJSONField,
)
from playground.params.forms import OperationForm


class ChatParameters(OperationForm):
    """Every parameter with its type and bounds. What the page adds to them is `forms.ChatCompletionForm`."""

    sections = {
        "Model": True,
        "Sampling": True,
        "Output": True,
        "Tools": False,
        "Storage": False,
        "Advanced": False,
    }

    messages = JSONField(
        kind=list,
        section=None,
        validators=(checks.check_messages,),
        help="The conversation, oldest message first.",
    )

    model = ModelField(section="Model", required=True, help="Suggested or typed: any name is sent.")
    reasoning_effort = ChoiceField(
        section="Model",
        options=("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        default="medium",
        models=families.ONLY_REASONING,
        help="How long a reasoning model thinks. Not every model takes every level.",
    )
    verbosity = ChoiceField(
        section="Model",
        options=("low", "medium", "high"),
        default="medium",
        models=families.ONLY_VERBOSE,
        help="Shorter or longer answers to the same prompt.",
    )

    temperature = NumberField(
        section="Sampling",
        min=0,
        max=2,
        default=1,
        models=families.NOT_REASONING,
        help="Higher is more varied, lower more focused. Change this or top_p, not both.",
    )
    top_p = NumberField(
        section="Sampling",
        min=0,
        max=1,
        default=1,
        models=families.NOT_REASONING,
        help="Leaves only the likeliest tokens. 0.1 keeps those that make up the top 10 %.",
    )
    frequency_penalty = NumberField(
        section="Sampling",
        min=-2,
        max=2,
        default=0,
        models=families.NOT_REASONING,
        help="Above 0, words used often become less likely.",
    )
    presence_penalty = NumberField(
        section="Sampling",
        min=-2,
        max=2,
        default=0,
        models=families.NOT_REASONING,
        help="Above 0, words used at all become less likely. New topics come up sooner.",
    )
    seed = IntegerField(
        section="Sampling",
        min=-(2**63),
        max=2**63 - 1,
        help="The same seed gives mostly the same answer. Deprecated.",
    )
    logit_bias = PairsField(
        section="Sampling",
        numbers=(-100, 100),
        models=families.NOT_REASONING,
        help="Makes tokens likelier or rarer. By token id, from −100 (never) to 100 (always).",
    )

    max_completion_tokens = IntegerField(
        section="Output",
        min=1,
        default="No limit",
        help="Upper bound for answer and reasoning.",
    )
    n = IntegerField(
        section="Output",
        min=1,
        max=128,
        default=1,
        help="How many answers to write. Each is billed.",
    )
    stop = ListField(
        section="Output",
        max_items=4,
        bare=True,
        models=families.NOT_REASONING,
        help=r"Up to 4 texts at which the answer ends. They are left out themselves; \n is a line break.",
    )
    response_format = JSONField(
        section="Output",
        kind=dict,
        widget=widgets.ResponseFormat(presets.RESPONSE_FORMAT),
        validators=(checks.check_typed("response_format"),),
        help="Text, any JSON, or JSON that fits your schema.",
    )
    modalities = ListField(
        section="Output",
        options=("text", "audio"),
        help="What the answer is made of. Audio needs audio set.",
    )
    audio = JSONField(
        section="Output",
        kind=dict,
        presets=presets.AUDIO,
        validators=(checks.check_audio,),
        models=families.ONLY_AUDIO,
        help="Voice and file format of a spoken answer.",
    )
    logprobs = FlagField(
        section="Output",
        default=False,
        models=families.NOT_REASONING,
        help="Return how likely each token was.",
    )
    top_logprobs = IntegerField(
        section="Output",
        min=0,
        max=20,
        slider=True,
        needs=Needs("logprobs", (True,)),
        models=families.NOT_REASONING,
        help="How many alternatives to return per token. Needs logprobs: true.",
    )
    stream = FlagField(section="Output", default=False, help="Send the answer while it is written.")
    stream_options = JSONField(
        section="Output",
        kind=dict,
        presets=presets.STREAM_OPTIONS,
        needs=Needs("stream", (True,)),
        help="include_usage: a last chunk counts the tokens. Needs stream: true.",
    )

    tools = JSONField(
        section="Tools",
        kind=list,
        max_items=128,
        widget=widgets.ToolList(presets.TOOLS),
        validators=(checks.check_tools,),
        help="Up to 128 functions or custom tools to call.",
    )
    tool_choice = TextOrJSONField(
        section="Tools",
        kind=dict,
        default="auto",
        presets=presets.TOOL_CHOICE,
        help="none, auto, required, or a named tool. An object names it.",
    )
    parallel_tool_calls = FlagField(
        section="Tools", default=True, help="Whether an answer may call several tools."
    )
    web_search_options = JSONField(
        section="Tools",
        kind=dict,
        presets=presets.WEB_SEARCH_OPTIONS,
        models=families.ONLY_SEARCH,
        help="Lets a search model look on the web first. {} searches with the defaults.",
    )

    store = FlagField(
        section="Storage",
        default=False,
        help="Keep the completion upstream, to review later.",
    )
    metadata = PairsField(
        section="Storage",
        max_items=16,
        max_key=64,
        max_value=512,
        needs=Needs("store", (True,)),
        help="Up to 16 labels to find it by. Needs store: true.",
    )

    service_tier = ChoiceField(
        options=("auto", "default", "flex", "scale", "priority", "fast"),
        default="auto",
        help="Which processing tier serves the request. flex is cheaper, priority and fast are quicker.",
    )
    prediction = JSONField(
        kind=dict,
        presets=presets.PREDICTION,
        validators=(checks.check_typed("prediction"),),
        help="Text you expect in the answer. A file with few changes is written faster.",
    )
    moderation = JSONField(
        kind=dict,
        presets=presets.MODERATION,
        help="Moderate input and answer with this model.",
    )
    safety_identifier = TextField(
        max_length=64, help="A stable, hashed id of your end user. It traces misuse; up to 64 characters."
    )
    prompt_cache_key = TextField(
        help="Groups requests that begin alike. More of them then comes from the cache."
    )
    prompt_cache_retention = ChoiceField(
        options=("in_memory", "24h"), help="How long a cached prompt may be kept. Deprecated upstream."
    )
    user = TextField(help="Id of your end user. Deprecated: use safety_identifier and prompt_cache_key.")
    max_tokens = IntegerField(
        min=1,
        models=families.NOT_REASONING,
        help="Upper bound for the answer. Deprecated: use max_completion_tokens.",
    )
    functions = JSONField(
        kind=list,
        max_items=128,
        presets=presets.FUNCTIONS,
        validators=(checks.check_functions,),
        help="Functions the model may call. Deprecated: use tools.",
    )
    function_call = TextOrJSONField(
        kind=dict,
        presets=presets.FUNCTION_CALL,
        help="none, auto or a function. Deprecated: use tool_choice.",
    )
