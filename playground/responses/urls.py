from django.urls import path

from playground.runs import heat_views

from . import fit_views, tool_views, views

app_name = "responses"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("tool/", tool_views.dialog, name="tool"),
    path("tool/apply/", tool_views.apply, name="apply_tool"),
    path("fit/<uuid:uuid>/", fit_views.answer, name="answer_fit"),
    path("fit/<uuid:uuid>/<int:place>/", fit_views.call, name="call_fit"),
    path("answers/<uuid:uuid>/<int:choice>/probabilities/", heat_views.heat, name="heat"),
    path("answers/<uuid:uuid>/<int:choice>/probabilities/until/", heat_views.until, name="heat_until"),
]
