"""How the official SDKs name the operations and their parameters, for exported code.

References: https://github.com/openai/openai-python/blob/main/api.md,
https://github.com/openai/openai-node/blob/main/api.md
"""

_CALLS = {
    "create_chat_completion": "chat.completions.create",
    "list_chat_completions": "chat.completions.list",
    "get_chat_completion": "chat.completions.retrieve",
    "get_chat_completion_messages": "chat.completions.messages.list",
    "update_chat_completion": "chat.completions.update",
    "delete_chat_completion": "chat.completions.delete",
    "create_completion": "completions.create",
    "create_embedding": "embeddings.create",
    "create_image": "images.generate",
    "create_image_variation": "images.create_variation",
    "create_image_edit": "images.edit",
    "create_moderation": "moderations.create",
    "create_realtime_client_secret": "realtime.client_secrets.create",
    "create_response": "responses.create",
    "get_response": "responses.retrieve",
    "delete_response": "responses.delete",
    "cancel_response": "responses.cancel",
    "list_input_items": "responses.input_items.list",
    "create_speech": "audio.speech.create",
    "create_transcription": "audio.transcriptions.create",
    "create_translation": "audio.translations.create",
    "list_models": "models.list",
    "retrieve_model": "models.retrieve",
    "delete_model": "models.delete",
}

_PARAMETERS = {
    "create_chat_completion": """
        messages model audio frequency_penalty function_call functions logit_bias logprobs
        max_completion_tokens max_tokens metadata modalities n parallel_tool_calls prediction
        presence_penalty prompt_cache_key prompt_cache_retention reasoning_effort response_format
        safety_identifier seed service_tier stop store stream stream_options temperature tool_choice
        tools top_logprobs top_p user verbosity web_search_options""",
    "list_chat_completions": "after limit metadata model order",
    "get_chat_completion": "completion_id",
    "get_chat_completion_messages": "completion_id after limit order",
    "update_chat_completion": "completion_id metadata",
    "delete_chat_completion": "completion_id",
    "create_completion": """
        model prompt best_of echo frequency_penalty logit_bias logprobs max_tokens n presence_penalty
        seed stop stream stream_options suffix temperature top_p user""",
    "create_embedding": "input model dimensions encoding_format user",
    "create_image": """
        prompt background model moderation n output_compression output_format partial_images quality
        response_format size stream style user""",
    "create_image_variation": "image model n response_format size user",
    "create_image_edit": """
        image prompt background input_fidelity mask model n output_compression output_format
        partial_images quality response_format size stream user""",
    "create_moderation": "input model",
    "create_realtime_client_secret": "expires_after session",
    "create_response": """
        background conversation include input instructions max_output_tokens max_tool_calls metadata
        model parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention
        reasoning safety_identifier service_tier store stream stream_options temperature text
        tool_choice tools top_logprobs top_p truncation user""",
    "get_response": "response_id include include_obfuscation starting_after stream",
    "delete_response": "response_id",
    "cancel_response": "response_id",
    "list_input_items": "response_id after include limit order",
    "create_speech": "input model voice instructions response_format speed stream_format",
    "create_transcription": """
        file model chunking_strategy include known_speaker_names known_speaker_references language
        prompt response_format stream temperature timestamp_granularities""",
    "create_translation": "file model prompt response_format temperature",
    "retrieve_model": "model",
    "delete_model": "model",
}


def python_call(operation: str) -> str | None:
    """The method of the Python SDK, such as "chat.completions.create"; None when it has none."""
    return _CALLS.get(operation)


def javascript_call(operation: str) -> str | None:
    """The method of the JavaScript SDK, such as "responses.inputItems.list"; None when it has none."""
    call = _CALLS.get(operation)
    if call is None:
        return None
    return ".".join(_camel(part) for part in call.split("."))


def known_parameters(operation: str) -> frozenset[str]:
    """The parameters that the Python SDK's method has arguments for."""
    return frozenset(_PARAMETERS.get(operation, "").split())


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
