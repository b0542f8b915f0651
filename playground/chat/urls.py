from django.urls import path

from . import code_views, message_views, views

app_name = "chat"
urlpatterns = [
    path("", views.page, name="page"),
    path("rows/", message_views.rows, name="rows"),
    path("code/", code_views.code, name="code"),
]
