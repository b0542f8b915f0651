from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("tokens/<int:id>/revoke/", views.revoke, name="revoke"),
    path("users/", views.users, name="users"),
    path("users/add/", views.add, name="add"),
    path("users/<int:id>/", views.change, name="change"),
    path("users/<int:id>/password/", views.password, name="password"),
]
