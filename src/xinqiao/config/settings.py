"""Django settings; everything that differs between places comes from the environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from xinqiao.config import cluster, environ

PACKAGE = Path(__file__).resolve().parents[1]
DATA_DIR = environ.data_dir()
FILES_DIR = DATA_DIR / "files"
MODELS_DIR = DATA_DIR / "models"  # what the product has learnt

DEBUG = environ.flag("XINQIAO_DEBUG")
DEMO = environ.flag("XINQIAO_DEMO")
SECRET_KEY = environ.kept_secret("XINQIAO_SECRET_KEY", "secret_key")
# The first key encrypts, all of them decrypt, so that keys can be changed one by one.
FIELD_KEYS = environ.kept_keys("XINQIAO_FIELD_KEYS", "field_keys")
# The first writes, all of them are looked for, until `xinqiao keys rotate` is through.
INDEX_KEYS = environ.kept_keys("XINQIAO_INDEX_KEY", "index_key")

BASE_URL = os.environ.get("XINQIAO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = environ.words("ALLOWED_HOSTS") or [
    "127.0.0.1",
    "localhost",
    "[::1]",
    urlsplit(BASE_URL).hostname or "localhost",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    # Before allauth, whose pages it replaces.
    "xinqiao.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "xinqiao.config",
    "xinqiao.stories",
    "xinqiao.desk",
    "xinqiao.cases",
    "xinqiao.issues",
    "xinqiao.supervision",
    "xinqiao.assessment",
    "xinqiao.publicity",
    "xinqiao.visits",
    "xinqiao.care",
    "xinqiao.upkeep",
    "xinqiao.participation",
    "xinqiao.field",
    "xinqiao.workflow",
    "xinqiao.indicators",
    "xinqiao.notifications",
    "xinqiao.registry",
    "xinqiao.grid",
    "xinqiao.files",
    "xinqiao.events",
    "xinqiao.kit",
]

MIDDLEWARE = [
    "xinqiao.config.measures.Measure",
    "xinqiao.config.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xinqiao.config.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "xinqiao.config.problems.Problems",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xinqiao.accounts.middleware.ActorMiddleware",
    "xinqiao.accounts.middleware.StaffSession",
]

ROOT_URLCONF = "xinqiao.config.urls"
WSGI_APPLICATION = "xinqiao.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # kit's templates come first, so that they also replace the pages of allauth.
        "DIRS": [PACKAGE / "kit" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xinqiao.kit.context.shell",
            ],
        },
    },
]

FORM_RENDERER = "xinqiao.kit.forms.HouseRenderer"
# The number behind the "call us" button of every page (12345 is the public service line).
HOTLINE_PHONE = os.environ.get("XINQIAO_HOTLINE_PHONE", "12345")

DATABASES = {
    "default": environ.database_settings(os.environ.get("DATABASE_URL") or cluster.url_of(DATA_DIR))
}

# How text messages are sent: by a gateway class, else over HTTP, else (demo) to the log.
SMS_URL = os.environ.get("XINQIAO_SMS_URL", "")
SMS_TOKEN = os.environ.get("XINQIAO_SMS_TOKEN", "")
_GATEWAY = "HttpGateway" if SMS_URL else "ConsoleGateway" if DEMO or DEBUG else "NoGateway"
SMS_GATEWAY = os.environ.get("XINQIAO_SMS_GATEWAY", f"xinqiao.notifications.gateways.{_GATEWAY}")

# Second factors in use and allauth's own limits must be known to every web process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_IDLE_SECONDS = 30 * 60
# How long a phone may carry people without a sync.
PHONE_DAYS = int(os.environ.get("XINQIAO_PHONE_DAYS", "7"))
ACCOUNT_ADAPTER = "xinqiao.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "xinqiao.accounts.adapters.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "reauthenticate": "xinqiao.accounts.forms.ProofForm",
    "change_password": "xinqiao.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
MFA_FORMS = {"authenticate": "xinqiao.accounts.forms.FactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "心桥"
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_BUILT = PACKAGE / "static_built"
STATICFILES_DIRS = [STATIC_BUILT] if STATIC_BUILT.is_dir() else []
# Files are served where they lie: Vite has already given them names by content.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[-.][0-9A-Za-z_-]{8}\.(m?js|css|woff2|svg|png)$"
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "xinqiao.config.problems.handle_csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = environ.flag("XINQIAO_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "xinqiao.config.logs.WithoutPeople",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"addresses": {"()": "xinqiao.config.logs.RoutesForAddresses"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["addresses"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "xinqiao": {"level": "INFO"},
        # Statements carry people's words and phone numbers: they never reach a log.
        "django.db.backends": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        # Refusals are answers, not events of the machine.
        "django.request": {"level": "ERROR"},
    },
}
