from django.urls import URLPattern

app_name = "completions"
urlpatterns: list[URLPattern] = []
