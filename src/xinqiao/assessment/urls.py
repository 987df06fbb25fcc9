"""Addresses of the room `assessment`, written from the site's root."""

from django.urls import path

from xinqiao.assessment.views import appeals, mine, public, rounds, samples, schemes, scores, steps

app_name = "assessment"
urlpatterns = [
    path("assessment/", rounds.round_list, name="rounds"),
    path("assessment/mine/", mine.mine, name="mine"),
    path("assessment/schemes/", schemes.scheme_list, name="schemes"),
    path("assessment/schemes/new/", schemes.scheme_new, name="scheme-new"),
    path("assessment/schemes/<int:scheme_id>/", schemes.scheme, name="scheme"),
    path("assessment/schemes/<int:scheme_id>/edit/", schemes.scheme_edit, name="scheme-edit"),
    path("assessment/schemes/<int:scheme_id>/end/", schemes.scheme_end, name="scheme-end"),
    path("assessment/schemes/<int:scheme_id>/open/", steps.open_, name="open"),
    path("assessment/rounds/<int:round_id>/", rounds.round_page, name="round"),
    path("assessment/rounds/<int:round_id>/export.xlsx", rounds.export, name="export"),
    path("assessment/rounds/<int:round_id>/do/<slug:step>/", steps.step, name="step"),
    path("assessment/rounds/<int:round_id>/samples/", samples.sample_list, name="samples"),
    path("assessment/samples/<int:sample_id>/", samples.sample, name="sample"),
    path("assessment/rounds/<int:round_id>/appeals/", appeals.appeal_list, name="appeals"),
    path("assessment/appeals/<int:appeal_id>/", appeals.appeal_page, name="appeal"),
    path("assessment/rounds/<int:round_id>/units/<int:score_id>/", scores.score_page, name="score"),
    path(
        "assessment/rounds/<int:round_id>/units/<int:score_id>/items/",
        scores.item_list,
        name="items",
    ),
    path(
        "assessment/rounds/<int:round_id>/units/<int:score_id>/appeal/",
        appeals.appeal_new,
        name="appeal-new",
    ),
    path(
        "assessment/rounds/<int:round_id>/units/<int:score_id>/correct/",
        scores.correct,
        name="correct",
    ),
    path("assessment/published/", public.published, name="published"),
    path("assessment/published/<int:round_id>/", public.published_round, name="published-round"),
    path("assessment/published/<int:round_id>/export.xlsx", public.export, name="published-export"),
]
