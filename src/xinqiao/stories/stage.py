"""The stage a story is played on: a simulated clock, people, places, and the worker's rounds.

Nothing here writes rows; every change goes through the services that a person's click goes through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.accounts.models import User
from xinqiao.accounts.services.people import create_user
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.services.report import report_case
from xinqiao.events.services.outbox import drain
from xinqiao.files.models import Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.indicators.services.feed import follow
from xinqiao.stories.people import PASSWORD
from xinqiao.stories.pictures import picture
from xinqiao.visits.services.rounds import make_rounds
from xinqiao.visits.services.signals import read_log
from xinqiao.workflow.selectors.items import get_item
from xinqiao.workflow.selectors.parties import is_owner
from xinqiao.workflow.services.sweep import sweep
from xinqiao.workflow.snapshot import current

ROUND = timedelta(hours=1)


@dataclass(slots=True)
class Stage:
    """The state of one telling. `now` is the simulated moment, aware UTC."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)

    def wait(self, **length: float) -> datetime:
        """Let time pass (`hours=3`); the worker makes its rounds each hour meanwhile."""
        until = self.now + timedelta(**length)
        while self.now < until:
            self.now = min(until, self.now + ROUND)
            sweep(at=self.now)
            drain(limit=500, at=self.now)
            make_rounds(at=self.now)
        follow(at=self.now)
        read_log(at=self.now)
        return self.now

    def leap(self, *, days: int) -> datetime:
        """Let quiet days pass: the worker makes one round a day, which is enough for reminders."""
        for _day in range(days):
            self.now += timedelta(days=1)
            sweep(at=self.now)
            drain(limit=500, at=self.now)
        follow(at=self.now)
        return self.now

    def count_rows(self) -> None:
        """Let the database see how much there is now, as its own housekeeping does in real life.

        A story that is played in one transaction is out of that housekeeping's sight.
        """
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def morning(self) -> datetime:
        """Let time pass until nine o'clock of the next working day."""
        calendar = current().calendar
        while True:
            day = (self.now + timedelta(hours=8)).date() + timedelta(days=1)
            nine = datetime.combine(day, datetime.min.time(), tzinfo=self.now.tzinfo)
            self.wait(seconds=(nine + timedelta(hours=1) - self.now).total_seconds())
            if calendar.is_working_day(day):
                return self.now

    def person(self, username: str, name: str, *, phone: str = "", signs_in: bool = True) -> User:
        """Cast somebody; a person met before is the same person.

        signs_in: with the password of the demo; making one is slow by intention, so extras go
        without.
        """
        user = User.objects.filter(username=username).first()
        if user is None:
            user = create_user(
                username=username,
                display_name=name,
                password=PASSWORD if signs_in else None,
                phone=phone,
                actor=SYSTEM,
                at=self.now,
            )
        self.people[username] = user
        return user

    def staff(self, username: str, name: str, *posts: Post, signs_in: bool = True) -> User:
        """Cast somebody and put them into posts."""
        user = self.person(username, name, signs_in=signs_in)
        held = actor_for(user, self.now).post_ids
        for post in posts:
            if post.pk not in held:
                appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=self.now)
        return user

    def actor(self, username: str) -> Actor:
        """The person as they act now, with the posts they hold now."""
        return actor_for(self.people[username], self.now)

    def owner_of(self, item_id: int) -> Actor:
        """The one of the cast who has the item now."""
        item = get_item(actor=SYSTEM, item_id=item_id)
        for username in self.people:
            actor = self.actor(username)
            if is_owner(actor=actor, item=item):
                return actor
        raise LookupError(f"Nobody of the cast has item {item_id}.")

    def photo(self, caption: str, *, by: Actor | None, purpose: Purpose) -> str:
        """Take a picture and upload it; returns its token."""
        return store_upload(actor=by, file=picture(caption), purpose=purpose, at=self.now).token

    def proof(self, caption: str, *, by: Actor) -> tuple[str, ...]:
        """One picture that shows the work is done."""
        return (self.photo(caption, by=by, purpose=Purpose.PROOF),)

    def report(self, draft: ReportDraft, *, by: Actor) -> Reported:
        """Hand in a request."""
        return report_case(actor=by, draft=draft, at=self.now)
