"""Who this process is, so that others can tell whether it still lives."""

import os
import socket
import uuid

# A container starts again with the same host name and process id: only the last part tells the lives apart.
NAME = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def is_gone(worker: str) -> bool:
    """Whether that process surely does not live any more; False when it may, or is on another machine."""
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    if worker == NAME or host != socket.gethostname():
        return False
    if int(rest) == os.getpid():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
