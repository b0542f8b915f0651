from tests.runs.conftest import module_upstream, server, upstream, visitor

__all__ = ["module_upstream", "server", "upstream", "visitor"]
