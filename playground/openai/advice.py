"""What a person can do about an error, one sentence each."""

_BY_CODE = {
    "insufficient_quota": "Add credit to the account or raise its limit, or choose another connection.",
    "billing_hard_limit_reached": "Raise the account's spending limit, or choose another connection.",
    "invalid_api_key": "Enter the key of this connection again.",
    "model_not_found": "Choose a model that this connection offers; the list comes from GET /models.",
    "context_length_exceeded": "Shorten the input, or choose a model with a larger context.",
    "content_policy_violation": "Reword the input: the server's safety system refused it.",
    "moderation_blocked": "Reword the input: the server's safety system refused it.",
    "beta_api_shape_disabled": "Switch from the beta to the GA shape of the Realtime API.",
}

_BY_KIND = {
    "authentication": "Check the key of this connection.",
    "permission": "Check what the key, its project and its organization are allowed to do.",
    "not_found": "Check the name or id; a server that only speaks part of the API may lack this operation.",
    "bad_request": "Change the request and run it again.",
    "rate_limit": "Wait a moment and run it again.",
    "server": "The fault is the server's: wait a moment and run it again.",
    "connection": "Check the connection's base URL and that the server is running.",
    "timeout": "Run it again, or raise the time-out of this connection. The request may have been billed.",
    "malformed": "Check that the base URL is that of an OpenAI-compatible API; it usually ends in /v1.",
    "incomplete": "What arrived is kept. Run it again; this request may have been billed.",
}


def advice_for(kind: str, *, code: str | None, param: str | None, retry_after: float | None) -> str:
    """The sentence for an error of this kind, as exact as its code, parameter and waiting time allow."""
    if code in ("unsupported_parameter", "unsupported_value") and param:
        return f"Leave {param} out, or choose a model that takes it."
    if code in _BY_CODE:
        return _BY_CODE[code]
    if kind == "bad_request" and param:
        return f"Change {param} and run it again."
    if kind == "rate_limit" and retry_after:
        return f"Wait {max(1, round(retry_after))} s and run it again."
    return _BY_KIND[kind]
