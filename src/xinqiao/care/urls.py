"""Addresses of the room `care`, from the site's root."""

from django.urls import path

from xinqiao.care.views import (
    board,
    clerk,
    elder,
    elders,
    grants,
    helping,
    overview,
    rota,
    services,
    stock,
)
from xinqiao.care.views import help as help_views

app_name = "care"
urlpatterns = [
    path("desk/care/", overview.overview, name="overview"),
    path("desk/care/elders/", elders.elders, name="elders"),
    path("desk/care/elders/propose/", elders.propose, name="propose"),
    path("desk/care/elders/counts/", elders.counts, name="counts"),
    path("desk/care/elders/counts.xlsx", elders.counts_file, name="counts-file"),
    path("desk/care/people/<int:person_id>/", elder.elder, name="elder"),
    path("desk/care/people/<int:person_id>/bracelet/", elder.bracelet, name="bracelet"),
    path("desk/care/people/<int:person_id>/<slug:action>/", elder.act, name="elder-act"),
    path("desk/care/grants/", grants.grants, name="grants"),
    path("desk/care/grants/<int:grant_id>/", grants.grant, name="grant"),
    path("desk/care/grants/<int:grant_id>/<slug:action>/", grants.act, name="grant-act"),
    path("desk/care/fittings/<str:number>/", grants.fitting, name="fitting"),
    path("desk/care/stock/", stock.stock, name="stock"),
    path("desk/care/stores/", stock.stores, name="stores"),
    path("desk/care/services/", services.services, name="services"),
    path("desk/care/services/<int:service_id>/", services.service, name="service"),
    path("desk/care/rota/", rota.rota, name="rota"),
    path("desk/care/rota/new/", rota.new, name="helper-new"),
    path("desk/care/rota/<int:helper_id>/", rota.helper, name="helper"),
    path("desk/care/rota/<int:helper_id>/<slug:action>/", rota.act, name="helper-act"),
    path("desk/care/calls/", clerk.calls, name="calls"),
    path("desk/care/calls/new/", clerk.new, name="call-new"),
    path("desk/care/calls/<str:number>/", clerk.call, name="desk-call"),
    path("desk/care/calls/<str:number>/<slug:action>/", clerk.act, name="desk-call-act"),
    path("desk/care/boards/", board.boards, name="boards"),
    path("desk/care/boards/<int:place_id>/", board.edit, name="board-edit"),
    path("desk/care/boards/<int:place_id>/board.pdf", board.sheet, name="board-sheet"),
    path("help/", help_views.home, name="help"),
    path("help/b/<str:token>/", help_views.by_bracelet, name="help-bracelet"),
    path("help/d/<str:code>/", help_views.by_plate, name="help-plate"),
    path("help/calls/<str:token>/", help_views.call, name="call"),
    path("help/calls/<str:token>/<slug:action>/", help_views.act, name="call-act"),
    path("help/offers/<str:token>/", helping.offer, name="offer"),
    path("help/offers/<str:token>/<slug:action>/", helping.act, name="offer-act"),
    path("help/duty/", helping.duty, name="duty"),
    path("help/boards/<int:place_id>/", board.public, name="board"),
]
