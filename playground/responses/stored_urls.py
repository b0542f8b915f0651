from django.urls import path

from . import stored_views

app_name = "stored_responses"
urlpatterns = [
    path("", stored_views.index, name="list"),
    path("pick/", stored_views.pick, name="pick"),
    path("<str:response_id>/", stored_views.detail, name="detail"),
    path("<str:response_id>/input_items/", stored_views.input_items, name="input_items"),
    path("<str:response_id>/delete/", stored_views.delete, name="delete"),
    path("<str:response_id>/cancel/", stored_views.cancel, name="cancel"),
]
