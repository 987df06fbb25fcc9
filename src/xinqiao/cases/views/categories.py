"""`/admin/cases/categories/`: what can be reported, edited by the system administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Role
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.cases.forms.category import CategoryForm
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.models import Category
from xinqiao.cases.selectors.categories import all_categories
from xinqiao.cases.services.categories import end_category, save_category
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now

editors_only = roles_only(Role.SYSTEM_ADMIN)


@editors_only
@require_safe
def category_list(request: HttpRequest) -> HttpResponse:
    """All categories, ended ones too."""
    return render(request, "cases/categories.html", {"categories": all_categories()})


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def category_new(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _edit(request, None)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Change one; its code stays."""
    return _edit(request, _one(code))


@editors_only
@require_POST
def category_end(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing new can be reported under it from now on."""
    try:
        ended = end_category(actor=actor_of(request), code=_one(code).code, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
        return redirect("cases:category", code=code)
    messages.success(request, _("“%(name)s” has ended.") % {"name": ended.name})
    return redirect("cases:categories")


def _edit(request: HttpRequest, known: Category | None) -> HttpResponse:
    if request.method != "POST":
        form = CategoryForm.of(known) if known else CategoryForm()
        return _page(request, form, known)
    data = request.POST.copy()
    if known:
        data["code"] = known.code
    form = CategoryForm(data)
    if form.is_valid():
        try:
            saved = save_category(actor=actor_of(request), at=now(), **form.values())
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
            return redirect("cases:categories")
    return _page(request, form, known, status=422)


def _page(
    request: HttpRequest, form: CategoryForm, known: Category | None, *, status: int = 200
) -> HttpResponse:
    if known:
        form.fields["code"].disabled = True
    return render(request, "cases/category.html", {"form": form, "category": known}, status=status)


def _one(code: str) -> Category:
    found = all_categories().filter(code=code).first()
    if found is None:
        raise Http404
    return found
