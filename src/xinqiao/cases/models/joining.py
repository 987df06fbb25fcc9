"""The same problem told more than once: who joined a request, and which was merged into which."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xinqiao.cases.models.requests import Case, Source
from xinqiao.grid.models import Post
from xinqiao.kit.sealed import SealedColumn, register_sealed


class Follower(models.Model):
    """Somebody who has the same problem and follows a request instead of repeating it (我也遇到).

    Known by account, by telephone or, for somebody unknown, by the key of the form they sent.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="followers", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    key = models.CharField(max_length=64, null=True, db_collation="C")
    token = models.CharField(max_length=32, db_collation="C")  # of the follower's own link
    source = models.CharField(max_length=12, choices=Source)
    recorded_by = models.ForeignKey(  # 代办
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_post = models.ForeignKey(
        Post, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token"], name="cases_follower_token_once"),
            # The first two also find the followers of a request.
            models.UniqueConstraint(fields=["case", "user"], name="cases_follower_user_once"),
            models.UniqueConstraint(
                fields=["case", "phone_index"],
                condition=models.Q(phone_index__isnull=False),
                name="cases_follower_phone_once",
            ),
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=models.Q(key__isnull=False),
                name="cases_follower_key_once",
            ),
        ]

    def __str__(self) -> str:
        return f"follower of {self.case_id}"


class Merge(models.Model):
    """A request that lives on in another (并案), until it is split off again (拆分).

    held: what it had when it was merged, to be given back: keys of deadlines and of parts.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="absorbed", db_index=False
    )
    state_before = models.CharField(max_length=24, db_collation="C")
    held = models.JSONField(default=dict)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ended_at__isnull=True),
                name="cases_merged_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("into")), name="cases_merge_of_two"
            ),
        ]
        indexes = [
            models.Index(
                fields=["into"],
                condition=models.Q(ended_at__isnull=True),
                name="cases_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} into {self.into_id}"


register_sealed(
    SealedColumn(
        model="cases.Follower",
        field="phone_sealed",
        context="cases.follower_phone",
        index="phone_index",
    ),
)
