"""Addresses of the room `cases`, written from the site's root."""

from django.urls import include, path

from xinqiao.cases.views import (
    actions,
    call_backs,
    categories,
    field,
    follow,
    home,
    item,
    near,
    report,
    statistics,
    track,
    wall,
)

app_name = "cases"
urlpatterns = [
    path("", home.home, name="home"),
    path("report/", report.report, name="report"),
    path("report/suggest", report.suggest, name="suggest"),
    path("report/areas", report.areas, name="report-areas"),
    path("report/near", near.near, name="report-near"),
    path("report/join", report.join, name="report-join"),
    path("d/<str:code>", report.plate_report, name="plate"),
    path("r/<str:token>", follow.follow, name="follow"),
    path("r/<str:token>/sent", follow.sent, name="sent"),
    path("r/<str:token>/answer", follow.answer, name="follow-answer"),
    path("r/<str:token>/rate", follow.rate, name="follow-rate"),
    path("r/<str:token>/withdraw", follow.withdraw, name="follow-withdraw"),
    path("j/<str:token>", near.joined, name="joined"),
    path("track/", track.track, name="track"),
    path("my/", track.my, name="my"),
    path("wall/", wall.wall, name="wall"),
    path("field/report/", field.field_report, name="field-report"),
    path("field/near", near.near_for_other, name="field-near"),
    path("field/join", field.join, name="field-join"),
    path("cases/<str:number>/", item.item, name="item"),
    path("cases/<str:number>/point", item.point, name="point"),
    path("cases/<str:number>/reveal/", item.reveal, name="reveal"),
    path("cases/<str:number>/<slug:action>/", actions.act, name="act"),
    path("desk/export/", include("xinqiao.cases.exchange.urls")),
    path("desk/statistics/", statistics.statistics, name="statistics"),
    path("desk/call-backs/", call_backs.call_backs, name="call-backs"),
    path("admin/cases/categories/", categories.category_list, name="categories"),
    path("admin/cases/categories/new/", categories.category_new, name="category-new"),
    path("admin/cases/categories/<str:code>/", categories.category, name="category"),
    path("admin/cases/categories/<str:code>/end/", categories.category_end, name="category-end"),
]
