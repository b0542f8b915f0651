from django.apps import AppConfig


class CompletionsConfig(AppConfig):
    name = "playground.completions"
