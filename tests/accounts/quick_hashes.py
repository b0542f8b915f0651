"""Our settings, where a password is hashed as ever and less often: each test logs in anew."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from playground.settings import *  # noqa: F403


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1000


PASSWORD_HASHERS = ["tests.accounts.quick_hashes.QuickHasher"]
