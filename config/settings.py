"""One settings file: defaults are the safe ones, differences between sites are environment values."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from config.embedded import endpoints, secret_key
from config.env import env, envbool, envint, envlist, envsecret
from config.logging import logging_config
from config.product import *  # noqa: F403 (settings of the product beside the framework's)

BASE_DIR = Path(__file__).resolve().parent.parent
SERVERS = endpoints()

DEBUG = envbool("DEBUG", False)
SECRET_KEY = envsecret("SECRET_KEY", "") or secret_key()
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = envlist("CSRF_TRUSTED_ORIGINS", [])

# Everything below that depends on HTTPS follows this one value: cookies marked secure are never
# sent back over plain http, and `make run` serves plain http on the loopback address.
HTTPS = envbool("HTTPS", SITE_URL.startswith("https://"))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "channels",
    "django_htmx",
    "import_export",
    "simple_history",
    "template_partials.apps.SimpleAppConfig",
    "interview",
    "grading",
]

MIDDLEWARE = [
    "interview.accounts.failures.FailureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "interview.live.policy.DevicePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "interview.accounts.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
WEB_THREADS = envint("WEB_THREADS", 8)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": SERVERS.django_database()}
DATABASES["default"] |= {
    # a2wsgi and Celery keep their threads and processes, so each keeps its connection too
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = SERVERS.redis_url
CACHES = {
    "default": {
        # what is kept here is how often somebody tried to sign in: seldom asked for, and it must
        # go on counting while the broker is down
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": "rehearsal"},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# A nudge that cannot be sent is dropped at once: the sweep finds the row.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "queue_order_strategy": "round_robin",
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "grading.tasks.grade_answer": {"queue": "grading"},
    "grading.tasks.write_critique": {"queue": "critique"},
    "grading.tasks.read_whiteboard": {"queue": "grading"},
    "grading.curation.tasks.judge_*": {"queue": "grading"},
    "grading.curation.tasks.*_meaning": {"queue": "grading"},
    "grading.curation.tasks.grade_again": {"queue": "grading"},
    "grading.tasks.answer_question": {"queue": "grading"},
    "interview.coding.tasks.run_code": {"queue": "sandbox"},
    "interview.coding.tasks.prove_code": {"queue": "sandbox"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep-practice": {"task": "interview.practice.tasks.sweep_practice", "schedule": 30.0},
    "sweep-runs": {"task": "interview.coding.tasks.sweep_runs", "schedule": 15.0},
    "sweep-rooms": {"task": "interview.live.tasks.sweep_rooms", "schedule": 60.0},
    "sweep-curation": {"task": "grading.curation.tasks.sweep_curation", "schedule": 60.0},
    "sweep-questions": {"task": "grading.tasks.sweep_questions", "schedule": 15.0},
    "sweep-ungraded": {"task": "grading.tasks.sweep_ungraded", "schedule": 60.0},
    "sweep-ratings": {"task": "grading.tasks.sweep_ratings", "schedule": 60.0, "args": [2]},
    "sweep-all-ratings": {"task": "grading.tasks.sweep_ratings", "schedule": 1800.0},
    "sweep-critiques": {"task": "grading.tasks.sweep_critiques", "schedule": 20.0},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "interview.User"
AUTHENTICATION_BACKENDS = [
    # first, since it also refuses what no group may grant
    "interview.accounts.roles.RoleBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "interview.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
# a guest is signed in, and must reach both pages to keep their work
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Without a mail server a mandatory mail would lock everybody out.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = envint("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = envsecret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = envbool("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Rehearsal <rehearsal@localhost>")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = SERVERS.data_folder / "mail"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_HOST else "optional"
ACCOUNT_RATE_LIMITS = {
    "login": env("LIMIT_LOGIN", "30/m/ip"),
    "login_failed": env("LIMIT_LOGIN_FAILED", "10/m/ip,5/5m/key"),
    "signup": env("LIMIT_SIGNUP", "20/m/ip"),
    "start_guest": env("LIMIT_GUEST", "20/m/ip"),
    "appeal": env("LIMIT_APPEAL", "10/h/user"),
    "critique": env("LIMIT_CRITIQUE", "20/m/user"),
    "dictate": env("LIMIT_DICTATION", "10/m/user,200/d/user"),
    "join_room": env("LIMIT_JOIN", "30/m/ip"),
}
ALLAUTH_TRUSTED_PROXY_COUNT = envint("TRUSTED_PROXIES", 0)

LANGUAGE_CODE = "en"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = env("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or envbool("PLAIN_STATIC", False)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or envbool("PLAIN_STATIC", False)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SECURE_SSL_REDIRECT = HTTPS and envbool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = envint("HSTS_SECONDS", 60 * 60 * 24 * 365) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# a container asks itself over plain http whether it is well
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if envbool("BEHIND_TLS_PROXY", False) else None
)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.show_csrf_failure"
# Larger bodies are refused before they are read; an answer has its own, smaller limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

METRICS_TOKEN = envsecret("METRICS_TOKEN", "")
LOG_LEVEL = env("LOG_LEVEL", "INFO")
LOGGING = logging_config(level=LOG_LEVEL)
