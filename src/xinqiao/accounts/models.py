"""People who sign in, keys of other systems, and counters that slow down abuse."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kit.sealed import SealedColumn, register_sealed


class UserManager(BaseUserManager["User"]):
    """Looks users up for Django's sign-in; rows are written by `accounts.services`."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who can sign in: a resident by phone code, staff by user name and second factor."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    display_name = models.CharField(_("name"), max_length=64)
    phone_sealed = models.BinaryField(null=True)  # AES-256-GCM, kit.crypto
    phone_index = models.BinaryField(null=True)  # HMAC of the normalised number
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="zh-hans")
    large_type = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=models.Q(phone_index__isnull=False),
                name="accounts_user_one_per_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class ApiClient(models.Model):
    """Another system that may read or write over the open interfaces, known by a hashed key."""

    name = models.CharField(max_length=100, unique=True)
    key_hash = models.BinaryField(unique=True)  # SHA-256 of a 32 byte random key
    key_hint = models.CharField(max_length=8)
    can_write = models.BooleanField(default=False)
    area_path = models.CharField(max_length=120, db_collation="C", default="")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class RateBucket(models.Model):
    """One counter of one period: `key` says who and what, never a plain phone or address."""

    key = models.CharField(max_length=120, primary_key=True)
    period_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key


register_sealed(
    SealedColumn(
        model="accounts.User", field="phone_sealed", context="accounts.phone", index="phone_index"
    ),
    # Secrets of one-time codes and seeds of recovery codes (see `adapters`).
    SealedColumn(model="mfa.Authenticator", field="data", context="mfa.secret", in_json="secret"),
    SealedColumn(model="mfa.Authenticator", field="data", context="mfa.secret", in_json="seed"),
)
