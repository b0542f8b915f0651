"""The URLs of a playground that asks for a login, without allauth's own pages: those are tested on a started one."""

from django.http import HttpResponse
from django.urls import include, path

from playground.urls import urlpatterns as everybodys

THEIRS = ("account_login", "account_logout", "account_change_password", "mfa_index")
urlpatterns = [
    *everybodys,
    *(path(f"accounts/{name}/", lambda request: HttpResponse(), name=name) for name in THEIRS),
    path("account/", include("playground.accounts.urls")),
]
