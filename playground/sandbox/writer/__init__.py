"""The sandbox's words: templates, the words of the prompt and chance. No model is behind them."""

from .answer import free_form, with_citation, write
from .prompt import Prompt, Turn, read

__all__ = ["Prompt", "Turn", "free_form", "read", "with_citation", "write"]
