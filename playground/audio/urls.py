from django.urls import URLPattern

app_name = "audio"
urlpatterns: list[URLPattern] = []
