"""Addresses of the room `supervision`, written from the site's root."""

from django.urls import path

from xinqiao.supervision.views import accounts, actions, home, items, meetings, notices, whistles

app_name = "supervision"
urlpatterns = [
    path("supervision/", home.home, name="home"),
    path("supervision/watching/", home.watching, name="watching"),
    path("supervision/items/<str:number>/watch/", items.watch, name="watch"),
    path("supervision/items/<str:number>/unwatch/", items.unwatch, name="unwatch"),
    path("supervision/items/<str:number>/remind/", items.remind, name="remind"),
    path("supervision/notices/", notices.notice_list, name="notices"),
    path("supervision/notices/new/", notices.new, name="notice-new"),
    path("supervision/notices/<str:number>/", notices.notice, name="notice"),
    path("supervision/notices/<str:number>/print.pdf", notices.sheet, name="notice-pdf"),
    path("supervision/notices/<str:number>/<slug:action>/", actions.act, name="act"),
    path("supervision/meetings/", meetings.meeting_list, name="meetings"),
    path("supervision/meetings/new/", meetings.new, name="meeting-new"),
    path("supervision/meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path(
        "supervision/meetings/<int:meeting_id>/decisions/<int:decision_id>/issue/",
        meetings.issue,
        name="decision-issue",
    ),
    path("supervision/accounts/", accounts.account_list, name="accounts"),
    path("supervision/accounts/new/", accounts.new, name="account-new"),
    path("supervision/accounts/<int:account_id>/", accounts.account, name="account"),
    path("supervision/whistles/", whistles.whistles, name="whistles"),
    path("supervision/whistles/list/", whistles.whistle_list, name="whistle-list"),
    path("supervision/whistles.xlsx", whistles.whistles_xlsx, name="whistles-xlsx"),
]
