"""The sandbox's words. No model is behind them: templates, the words of the prompt, and chance that can be seeded."""

from .answer import free_form, with_citation, write
from .prompt import Prompt, Turn, read

__all__ = ["Prompt", "Turn", "free_form", "read", "with_citation", "write"]
