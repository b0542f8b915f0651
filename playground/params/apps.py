from django.apps import AppConfig


class ParamsConfig(AppConfig):
    name = "playground.params"
