from django.urls import path

from . import views

app_name = "moderations"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
]
