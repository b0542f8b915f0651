"""All settings, read from the environment; with none set, one person's machine with SQLite and one data folder."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from playground.logs import style
from playground.loopback import is_loopback

BASE_DIR = Path(__file__).resolve().parent.parent


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


def env_number(name: str, kind: Callable[[str], Any]) -> Any:
    """The number in this variable; None where it is unset or empty."""
    return kind(value) if (value := os.environ.get(name, "").strip()) else None


# Numpy's own threads would take the cores that streams need, and on a busy machine wait for each other ten times longer
# than one thread works. It reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

DATA_DIR = Path(os.environ.get("PLAYGROUND_DATA_DIR", BASE_DIR / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def kept_secret_key() -> str:
    """The secret key of this data folder, made at the first start and kept there, readable by its owner only."""
    path = DATA_DIR / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := get_random_secret_key())
    return key


SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret_key()
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
DEBUG = env_flag("DEBUG")
DEFAULT_EXCEPTION_REPORTER_FILTER = "playground.connections.error_pages.SecretsFilter"

HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
# This machine's own names are always among them: health checks and the sandbox connection use those.
ALLOWED_HOSTS = [*env_list("ALLOWED_HOSTS"), HOST, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS = env_list("TRUSTED_ORIGINS")
# Asked for wherever other machines reach it; LOGIN=required asks for one on this machine too.
LOGIN_REQUIRED = os.environ.get("LOGIN", "") == "required" or not is_loopback(HOST)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "csp",
    "django_htmx",
    "playground.server",
    "playground.monitoring",
    "playground.accounts",
    "playground.params",
    "playground.connections",
    "playground.runs",
    "playground.sharing",
    "playground.library",
    "playground.prompts",
    "playground.chat",
    "playground.compare",
    "playground.responses",
    "playground.stored",
    "playground.completions",
    "playground.images",
    "playground.audio",
    "playground.realtime",
    "playground.embeddings",
    "playground.moderations",
    "playground.catalog",
    "playground.sandbox",
]

MIDDLEWARE = [
    "playground.logs.request_ids",
    "django.middleware.security.SecurityMiddleware",
    "playground.requests.private_pages",
    "playground.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "playground.accounts.middleware.local_user",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "playground.runs.refusals.LimitRefusals",
]

if LOGIN_REQUIRED:
    INSTALLED_APPS += [
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]
    # With many users each request is somebody's; without login the machine's one person is everybody.
    at = MIDDLEWARE.index("playground.accounts.middleware.local_user")
    MIDDLEWARE[at : at + 1] = [
        "allauth.account.middleware.AccountMiddleware",
        "playground.accounts.login.login_required",
    ]

ROOT_URLCONF = "playground.urls"
ASGI_APPLICATION = "playground.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "playground.connections.context.connection",
                "playground.navigation.navigation",
            ],
            "builtins": ["django.templatetags.static", "playground.icons"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# SQLite writes wait their turn instead of failing: IMMEDIATE takes the lock at BEGIN, where the busy time-out applies.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000; PRAGMA mmap_size=134217728;",
}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'playground.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Opening it takes longer than most of what is asked of it, and nobody at its other end goes away.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds. A page that does not come for longer is reloaded in vain. The pool pauses ever longer between attempts at
    # a server that is away, unless it gives up: the next who asks is then its next attempt.
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": 20, "timeout": 5, "reconnect_timeout": 2}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# The first admin, made at the first start that finds none.
ADMIN_USERNAME = os.environ.get("ADMIN_USERNAME", "admin")
ADMIN_PASSWORD = os.environ.get("ADMIN_PASSWORD", "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "playground.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "playground.accounts.adapters.ProviderAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Playground"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("OIDC_NAME", "Single sign-on"),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": os.environ["OIDC_SERVER_URL"]},
            }
        ]
        if os.environ.get("OIDC_SERVER_URL")
        else [],
    }
}

REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

# Counts failed logins; shared where there are several processes.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", DATA_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files in a bucket of an S3-compatible server, for processes on several machines; needs the extra `s3`.
S3_BUCKET = os.environ.get("S3_BUCKET", "")
S3_SECRET_ACCESS_KEY = os.environ.get("S3_SECRET_ACCESS_KEY", "")
STORAGES = {
    "default": (
        {
            "BACKEND": "playground.s3.Bucket",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": os.environ.get("S3_ENDPOINT_URL") or None,
                "region_name": os.environ.get("S3_REGION") or None,
                "access_key": os.environ.get("S3_ACCESS_KEY_ID") or None,
                "secret_key": S3_SECRET_ACCESS_KEY or None,
                "location": os.environ.get("S3_PREFIX", ""),
                # Larger files are read by way of a temporary file, not of memory.
                "max_memory_size": 1024 * 1024,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "playground.static_files.BundledStorage"},
}

# A conversation is text; pictures and sound travel as uploaded files. This bounds one posted form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_SIZE = int(os.environ.get("UPLOAD_MAX_SIZE", 512 * 1024 * 1024))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("TZ", "UTC")
USE_TZ = True
USE_I18N = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
# Behind TLS. The proxy's header says which requests came over it, and must be one that the proxy always sets itself.
HTTPS = env_flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if PROXY_SSL_HEADER := os.environ.get("PROXY_SSL_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_SSL_HEADER.upper().replace('-', '_')}", "https")
SECURE_SSL_REDIRECT = HTTPS and bool(PROXY_SSL_HEADER)
# Asked on this machine, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$", r"^sandbox/"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", "0"))
# Subdomains and the browsers' preload list are for whoever owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_NAME = "playground_session"
CSRF_COOKIE_NAME = "playground_csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The connection that appears by itself when these are set; the key never leaves the server.
OPENAI_API_KEY = os.environ.get("OPENAI_API_KEY", "")
OPENAI_BASE_URL = os.environ.get("OPENAI_BASE_URL", "")
OPENAI_ORG_ID = os.environ.get("OPENAI_ORG_ID", "")
OPENAI_PROJECT_ID = os.environ.get("OPENAI_PROJECT_ID", "")

# Hosts of a private network that members may connect to; admins may connect to any.
PRIVATE_HOSTS = [host.strip("[]").lower() for host in env_list("PRIVATE_HOSTS")]

# What each user may do, unless an admin sets other limits for one; unset is no limit.
LIMIT_CONCURRENT_RUNS = env_number("LIMIT_CONCURRENT_RUNS", int)
LIMIT_REQUESTS_PER_MINUTE = env_number("LIMIT_REQUESTS_PER_MINUTE", int)
LIMIT_MONTHLY_COST = env_number("LIMIT_MONTHLY_COST", Decimal)

SANDBOX = env_flag("SANDBOX", default=True)
# Where Ollama, LM Studio, llama.cpp, vLLM, Jan … usually listen; asked on a click only.
LOCAL_SERVER_PORTS = [
    int(port) for port in env_list("LOCAL_SERVER_PORTS", "11434,1234,8080,8000,1337,4000,4891,5001,30000")
]

# Older runs are deleted unless they are pinned; 0 keeps all for ever.
KEEP_RUNS_DAYS = float(os.environ.get("KEEP_RUNS_DAYS", "0"))

# Whether a run may be shared with anyone who has the link; else one must log in to read it.
SHARE_PUBLICLY = env_flag("SHARE_PUBLICLY")

# How long a stopping process lets its runs go on before it interrupts them.
DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "10"))

# Who may read /metrics from another machine.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": style(os.environ.get("LOG_FORMAT", "")),
            "secrets": [
                *(SECRET_KEY, *SECRET_KEY_FALLBACKS, OPENAI_API_KEY, ADMIN_PASSWORD, METRICS_TOKEN),
                *(os.environ.get("OIDC_CLIENT_SECRET", ""), S3_SECRET_ACCESS_KEY),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # httpx logs every URL at INFO, and a URL may hold what is nobody's business.
    "loggers": {
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "twisted": {"level": "WARNING"},
    },
}
