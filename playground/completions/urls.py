from django.urls import path

from playground.runs import heat_views

from . import views

app_name = "completions"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("<uuid:uuid>/<int:choice>/probabilities/", heat_views.heat, name="heat"),
    path("<uuid:uuid>/<int:choice>/probabilities/until/", heat_views.until, name="heat_until"),
]
