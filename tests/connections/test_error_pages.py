import pytest
from django.views.debug import ExceptionReporter

from .conftest import HEADER, KEY


@pytest.mark.parametrize("debug", [True, False])
def test_shows_no_secret_on_an_error_page(client, owner, form_data, settings, debug):
    settings.DEBUG, client.raise_request_exception = debug, False
    settings.SECRET_KEY_FALLBACKS = None  # so that sealing fails in the middle of saving
    response = client.post("/connections/add/", form_data(key=KEY, headers=f"X-Gateway: {HEADER}"))
    assert response.status_code == 500
    exception = response.exc_info
    report = ExceptionReporter(response.wsgi_request, *exception).get_traceback_text()
    for shown in (response.content.decode(), report):
        assert KEY not in shown
        assert HEADER not in shown
