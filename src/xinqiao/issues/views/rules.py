"""`/admin/issues/heat/`: how heat is counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.issues.forms import HeatRuleForm
from xinqiao.issues.selectors.rules import rule_at
from xinqiao.issues.services.rules import EDITORS, save_heat_rule
from xinqiao.kit.time import now


@roles_only(*EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def heat_rules(request: HttpRequest) -> HttpResponse:
    """The rule that holds, and a form for the next one."""
    at = now()
    held = rule_at(at)
    values = {name: getattr(held, name) for name in HeatRuleForm.base_fields}
    form = HeatRuleForm(request.POST if request.method == "POST" else None, initial=values)
    if form.is_valid():
        save_heat_rule(actor=actor_of(request), values=form.cleaned_data, at=at)
        messages.success(request, _("From now on heat is counted like this."))
        return redirect("issues:heat-rules")
    status = 422 if form.is_bound else 200
    return render(request, "issues/heat_rules.html", {"form": form}, status=status)
