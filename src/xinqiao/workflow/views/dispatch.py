"""`/admin/workflow/rules/`: whose work a category in an area is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.access import Actor, Role
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.grid.selectors.organisations import visible_organisations
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now
from xinqiao.workflow.duties import EDITORS
from xinqiao.workflow.errors import RuleNotFound
from xinqiao.workflow.forms import RuleForm, done
from xinqiao.workflow.models import DispatchRule
from xinqiao.workflow.selectors.rules import dispatch_rules
from xinqiao.workflow.services.dispatch_rules import end_dispatch_rule, save_dispatch_rule
from xinqiao.workflow.views.choices import area_choices, picture
from xinqiao.workflow.views.labels import (
    category_names,
    category_options,
    flow_choices,
    flow_label,
)


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD"])
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rules that hold now or later."""
    at = now()
    names = category_names(at)
    rows = [
        {
            "rule": rule,
            "flow": flow_label(rule.flow),
            "category": names.get(rule.category_code, rule.category_code),
            "target": rule.target_organisation or Role(rule.target_role).label,
        }
        for rule in dispatch_rules(actor=actor_of(request), at=at)
    ]
    return render(request, "workflow/rules.html", {"rows": rows, "now": at})


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Add a rule."""
    return _edit(request, None)


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End a rule and let a changed one begin."""
    rule = dispatch_rules(actor=actor_of(request), at=now()).filter(pk=rule_id).first()
    if rule is None:
        raise RuleNotFound
    return _edit(request, rule)


@roles_only(*EDITORS)
@require_POST
def rule_end(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End a rule now."""
    try:
        end_dispatch_rule(actor=actor_of(request), rule_id=rule_id, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The rule has ended."))
    return redirect("workflow:rules")


def _edit(request: HttpRequest, rule: DispatchRule | None) -> HttpResponse:
    at, actor = now(), actor_of(request)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(rule),
        **_offers(actor),
    )
    replaces = rule.pk if rule else None
    if request.method == "POST" and done(
        form,
        lambda: save_dispatch_rule(actor=actor, draft=form.draft(), at=at, replaces=replaces),
    ):
        messages.success(request, _("The rule is saved."))
        return redirect("workflow:rules")
    status = 422 if form.is_bound else 200
    return render(request, "workflow/rule.html", {"form": form, "rule": rule}, status=status)


def _offers(actor: Actor) -> dict[str, Any]:
    by_path = picture().by_path
    return {
        "flows": flow_choices(),
        "categories": category_options(now()),
        "areas": [
            (str(by_path[area.path].id), "— " * len(area.steps) + area.name)
            for area in area_choices(actor)
        ],
        "units": [
            (str(unit.pk), unit.name)
            for unit in visible_organisations(actor, *EDITORS).filter(closed_at__isnull=True)
        ],
    }


def _initial(rule: DispatchRule | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    return {
        "flow": rule.flow,
        "category": rule.category_code,
        "area": str(rule.area_id or ""),
        "target_role": rule.target_role,
        "target_organisation": str(rule.target_organisation_id or ""),
        "may_return": rule.may_return,
        "priority": rule.priority,
        "note": rule.note,
    }
