from tests.runs.conftest import (
    module_upstream,
    own_server,
    own_upstream,
    own_visitor,
    server,
    upstream,
    visitor,
)

__all__ = ["module_upstream", "own_server", "own_upstream", "own_visitor", "server", "upstream", "visitor"]
