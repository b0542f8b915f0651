from django.urls import path

from . import fit_views, tool_views, views

app_name = "responses"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("tool/", tool_views.dialog, name="tool"),
    path("tool/apply/", tool_views.apply, name="apply_tool"),
    path("fit/<uuid:uuid>/", fit_views.answer, name="answer_fit"),
    path("fit/<uuid:uuid>/<int:place>/", fit_views.call, name="call_fit"),
]
