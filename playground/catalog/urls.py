from django.urls import path

from . import model_views, views

app_name = "catalog"
urlpatterns = [
    path("", views.list_models, name="list"),
    path("<path:id>/", model_views.model, name="model"),
]
