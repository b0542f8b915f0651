"""What a person is told when what we keep things in does not take them: the database, or the folder of the files."""

import errno

from django.db import InterfaceError, OperationalError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}


def words(error: BaseException | None) -> tuple[str, str] | None:
    """What is wrong and what to do about it; None when the error is about something else."""
    if isinstance(error, OperationalError | InterfaceError):
        if "full" in str(error):
            return "The playground's disk is full.", "Free some space on it, then try again."
        return "The playground's database does not answer.", "Try again in a moment."
    if isinstance(error, OSError) and error.errno in FULL:
        return "The playground's disk is full.", "Free some space on it, then try again."
    if isinstance(error, OSError) and error.errno in REFUSED:
        return (
            "The playground may not write to its data folder.",
            "Give its user the right to, then try again.",
        )
    return None
