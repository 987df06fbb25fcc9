"""Addresses of the room `issues`."""

from django.urls import path

from xinqiao.issues.views import correct, pages, rules

app_name = "issues"
urlpatterns = [
    path("issues/", pages.issue_list, name="list"),
    path("issues/<int:issue_id>/", pages.issue_detail, name="detail"),
    path("issues/<int:issue_id>/points", pages.issue_points, name="points"),
    path("issues/<int:issue_id>/members/", correct.members, name="members"),
    path("issues/<int:issue_id>/<slug:step>/", correct.correct, name="correct"),
    path("admin/issues/heat/", rules.heat_rules, name="heat-rules"),
]
