from tests.connections.conftest import make, no_environment, owner, upstream

__all__ = ["make", "no_environment", "owner", "upstream"]
