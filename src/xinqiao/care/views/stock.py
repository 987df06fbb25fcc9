"""`/desk/care/stock/`: stores, what is in them, what moved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.forms.staff import StockForm, StoreForm
from xinqiao.care.powers import KEEPERS, WORKERS
from xinqiao.care.selectors.choosing import community_choices, stock_choices
from xinqiao.care.selectors.overview import communities_of
from xinqiao.care.selectors.stock import movement_page, visible_stock
from xinqiao.care.services.stock import move_stock, open_store
from xinqiao.kit.time import now
from xinqiao.workflow.forms import done


@roles_only(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def stock(request: HttpRequest) -> HttpResponse:
    """What is there, and the form for what came in or broke."""
    at, actor = now(), actor_of(request)
    stores, wares = stock_choices(actor=actor, at=at)
    data = request.POST if request.method == "POST" else None
    form = StockForm(data, stores=stores, wares=wares)

    def move() -> None:
        told = form.cleaned_data
        move_stock(
            actor=actor,
            store_id=int(told["store"]),
            ware_id=int(told["ware"]),
            kind=told["kind"],
            pieces=told["pieces"],
            note=told["note"],
            at=at,
        )

    if form.is_bound and done(form, move):
        messages.success(request, _("The stock is written down."))
        return redirect("care:stock")
    return _page(request, form, status=422 if form.is_bound else 200)


@roles_only(*KEEPERS)
@require_POST
def stores(request: HttpRequest) -> HttpResponse:
    """Open another store."""
    at, actor = now(), actor_of(request)
    form = StoreForm(request.POST, areas=community_choices(actor=actor))

    def start() -> None:
        told = form.cleaned_data
        area = next(one for one in communities_of(actor) if str(one.pk) == told["area"])
        open_store(actor=actor, area=area, name=told["name"], at=at)

    if done(form, start):
        messages.success(request, _("The store is open."))
        return redirect("care:stock")
    first, wares = stock_choices(actor=actor, at=at)
    return _page(request, StockForm(stores=first, wares=wares), store_form=form, status=422)


def _page(
    request: HttpRequest, form: StockForm, *, store_form: StoreForm | None = None, status: int
) -> HttpResponse:
    actor = actor_of(request)
    keeps = actor.has_role(*KEEPERS)
    if store_form is None and keeps:
        store_form = StoreForm(areas=community_choices(actor=actor))
    context = {
        "rows": list(visible_stock(actor=actor)[:300]),
        "page": movement_page(actor=actor, cursor=request.GET.get("cursor")),
        "form": form,
        "store_form": store_form,
        "keeps": keeps,
    }
    return render(request, "care/stock.html", context, status=status)
