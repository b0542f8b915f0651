from django.contrib.auth.models import AbstractUser

LOCAL_USERNAME = "local"


class User(AbstractUser):
    """Whoever owns connections, runs and files. On one person's machine there is one, named `local`."""

    @classmethod
    def local(cls) -> "User":
        """The person at this machine: made when first asked for, with no password to log in with."""
        user, created = cls.objects.get_or_create(username=LOCAL_USERNAME)
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user
