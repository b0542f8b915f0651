"""Errors in the words, types and codes of the API, so that a client cannot tell them from the real ones."""

from typing import Any

from django.http import JsonResponse

INVALID = "invalid_request_error"


class APIError(Exception):
    """Answered instead of a result: an HTTP status and `{"error": {message, type, param, code}}`."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = INVALID,
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.type, self.param, self.code = status, message, type, param, code
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        return {"error": {"message": self.message, "type": self.type, "param": self.param, "code": self.code}}

    def response(self) -> JsonResponse:
        return JsonResponse(self.body(), status=self.status, headers=self.headers)


def bad_request(message: str, param: str | None = None, code: str | None = None) -> APIError:
    return APIError(400, message, param=param, code=code)


def missing_key() -> APIError:
    return APIError(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using "
        "Bearer auth (i.e. Authorization: Bearer YOUR_KEY). The sandbox takes any key.",
    )


def unparsable_body() -> APIError:
    return bad_request(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your "
        "HTTP library correctly. The API expects a JSON payload, but what was sent was not valid JSON.)"
    )


def body_too_large() -> APIError:
    return APIError(413, "The request body is larger than 32 MB.", code="request_too_large")


def unknown_url(method: str, path: str) -> APIError:
    return APIError(404, f"Invalid URL ({method} {path})", code="unknown_url")


def wrong_method(method: str, path: str) -> APIError:
    return APIError(
        405,
        f"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)",
        code="method_not_supported",
    )


def model_not_found(model: str) -> APIError:
    return APIError(
        404, f"The model `{model}` does not exist or you do not have access to it.", code="model_not_found"
    )


def undeletable() -> APIError:
    return APIError(
        403,
        "You have insufficient permissions for this operation. Missing scopes: api.delete. "
        "Only fine-tuned models can be deleted, by an owner of their organization.",
    )


def unsupported_parameter(name: str, hint: str = "") -> APIError:
    message = f"Unsupported parameter: '{name}' is not supported with this model.{hint and ' ' + hint}"
    return bad_request(message, name, "unsupported_parameter")


def unsupported_value(name: str, value: object, supported: str) -> APIError:
    message = f"Unsupported value: '{name}' does not support '{value}'. Supported values are: {supported}."
    return bad_request(message, name, "unsupported_value")
