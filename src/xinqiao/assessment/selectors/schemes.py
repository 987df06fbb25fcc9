"""Schemes as those who keep them see them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.assessment.drafts import CriterionDraft, PartDraft, SchemeDraft
from xinqiao.assessment.duties import KEEPERS
from xinqiao.assessment.errors import SchemeNotFound
from xinqiao.assessment.models import Scheme
from xinqiao.assessment.selectors.units import group_drafts
from xinqiao.grid.models import Area, Level
from xinqiao.grid.selectors.scope import ancestors, below


def visible_schemes(*, actor: Actor) -> QuerySet[Scheme]:
    """Schemes of the areas the actor's posts lie in or cover, and those for everywhere."""
    rows = Scheme.objects.select_related("area").annotate(played=Count("rounds"))
    if actor.is_system:
        return rows
    paths = {path for post in actor.posts for path in (*ancestors(post.area_path), post.area_path)}
    here = Q(area__isnull=True) | Q(area__path__in=paths) | below(actor, field="area__path")
    return rows.filter(here)


def get_scheme(*, actor: Actor, scheme_id: int) -> Scheme:
    """One scheme with its parts, criteria and groups. Raises SchemeNotFound."""
    rows = visible_schemes(actor=actor).prefetch_related("parts", "criteria", "groups")
    scheme = rows.filter(pk=scheme_id).first()
    if scheme is None:
        raise SchemeNotFound
    return scheme


def kept_areas(*, actor: Actor) -> QuerySet[Area]:
    """Counties in which the actor may play a scheme, and streets where they have one."""
    levels = Q(level__in=(Level.CITY, Level.COUNTY, Level.STREET))
    inside = Q() if actor.is_system else below(actor, *KEEPERS)
    return Area.objects.filter(levels & inside, valid_until__isnull=True).order_by("level", "path")


def get_kept_area(*, actor: Actor, area_id: int) -> Area:
    """One area in which the actor may play a scheme. Raises SchemeNotFound."""
    area = kept_areas(actor=actor).filter(pk=area_id).first()
    if area is None:
        raise SchemeNotFound
    return area


def area_names(
    *, parent_id: int | None = None, paths: Collection[str] = ()
) -> list[tuple[str, str]]:
    """(path, name) of the parts of an area, or of the areas with these paths."""
    rows = Area.objects.filter(valid_until__isnull=True).order_by("path")
    wanted = rows.filter(parent_id=parent_id) if parent_id else rows.filter(path__in=list(paths))
    return list(wanted.values_list("path", "name"))


def draft_of(scheme: Scheme) -> SchemeDraft:
    """A saved scheme as an editor would fill it in."""
    return SchemeDraft(
        name=scheme.name,
        source=scheme.source,
        flow=scheme.flow,
        unit_level=scheme.unit_level,
        period=scheme.period,
        valid_from=scheme.valid_from,
        valid_until=scheme.valid_until,
        area_id=scheme.area_id,
        on_site_weight=scheme.on_site_weight,
        on_site_empty=scheme.on_site_empty,
        samples_per_unit=scheme.samples_per_unit,
        objection_days=scheme.objection_days,
        parts=tuple(
            PartDraft(
                indicator_code=part.indicator_code,
                weight=part.weight,
                is_inverted=part.is_inverted,
                empty=part.empty,
            )
            for part in scheme.parts.all()
        ),
        criteria=tuple(
            CriterionDraft(name=one.name, points=one.points, is_pass_fail=one.is_pass_fail)
            for one in scheme.criteria.all()
        ),
        groups=tuple(group_drafts(scheme)),
    )
