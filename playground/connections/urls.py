from django.urls import path

from . import views

app_name = "connections"
urlpatterns = [
    path("", views.list_connections, name="list"),
    path("add/", views.add, name="add"),
    path("discover/", views.discover, name="discover"),
    path("use/", views.use, name="use"),
    path("<int:id>/use/", views.use, name="use"),
    path("<int:id>/edit/", views.edit, name="edit"),
    path("<int:id>/delete/", views.delete, name="delete"),
    path("<int:id>/test/", views.test, name="test"),
    path("<int:id>/models/", views.models, name="models"),
]
