from tests.runs.conftest import module_upstream, own_upstream, server, upstream, visitor

__all__ = ["module_upstream", "own_upstream", "server", "upstream", "visitor"]
