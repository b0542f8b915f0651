from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "playground.responses"
