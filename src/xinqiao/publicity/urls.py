"""Addresses of the room `publicity`, written from the site's root."""

from django.urls import path

from xinqiao.publicity.views import desk, listing, public, terms

app_name = "publicity"
urlpatterns = [
    path("lists/", public.home, name="lists"),
    path("lists/entries/<str:token>/", public.entry, name="entry"),
    path("lists/entries/<str:token>/appeal/", public.appeal, name="appeal"),
    path("lists/appeals/<str:token>/", public.appeal_status, name="appeal-status"),
    path("lists/red/", public.one_list, {"colour": "red"}, name="red"),
    path("lists/black/", public.one_list, {"colour": "black"}, name="black"),
    path("publicity/", desk.desk, name="desk"),
    path("publicity/new/", desk.find, name="find"),
    path("publicity/new/<slug:colour>/<str:subject>/", desk.new, name="new"),
    path("publicity/terms/", terms.terms, name="terms"),
    path("publicity/<int:listing_id>/", listing.listing, name="listing"),
    path("publicity/<int:listing_id>/edit/", listing.edit, name="edit"),
    path("publicity/<int:listing_id>/appeals/<int:appeal_id>/", listing.decide, name="decide"),
    path(
        "publicity/<int:listing_id>/appeals/<int:appeal_id>/telephone/",
        listing.appellant,
        name="appellant",
    ),
    path("publicity/<int:listing_id>/<slug:action>/", listing.act, name="act"),
]
