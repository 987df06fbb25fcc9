"""Addresses of the room `grid`, written from the site's root."""

from django.urls import URLPattern, path

from xinqiao.grid.views import areas, buildings, organisations, plates, posts, redraw, redraws

app_name = "grid"
urlpatterns: list[URLPattern] = [
    path("admin/grid/", areas.areas, name="areas"),
    path("admin/grid/areas/<str:code>/", areas.area, name="area"),
    path("admin/grid/areas/<str:code>/new/", areas.new_area, name="new-area"),
    path("admin/grid/areas/<str:code>/rename", areas.rename, name="rename"),
    path("admin/grid/areas/<str:code>/boundary", areas.draw, name="draw"),
    path("admin/grid/areas/<str:code>/end", areas.end, name="end-area"),
    path("admin/grid/areas/<str:code>/new-post/", posts.new_post, name="new-post"),
    path("admin/grid/areas/<str:code>/redraw/", redraw.redraw, name="redraw"),
    path("admin/grid/areas/<str:code>/merge", redraw.merge, name="merge"),
    path("admin/grid/areas/<str:code>/redraws/", redraws.redraws, name="redraws"),
    path("admin/grid/redraws/<int:act_id>/", redraws.redraw_act, name="redraw-act"),
    path("admin/grid/gaps/", posts.gap_list, name="gaps"),
    path("admin/grid/posts/<int:post_id>/", posts.post, name="post"),
    path("admin/grid/posts/<int:post_id>/appoint", posts.seat, name="appoint"),
    path("admin/grid/posts/<int:post_id>/close", posts.close, name="close-post"),
    path("admin/grid/appointments/<int:appointment_id>/end", posts.unseat, name="end-appointment"),
    path("admin/grid/organisations/", organisations.organisations, name="organisations"),
    path("admin/grid/organisations/new/", organisations.new_organisation, name="new-organisation"),
    path(
        "admin/grid/organisations/<int:organisation_id>/",
        organisations.organisation,
        name="organisation",
    ),
    path(
        "admin/grid/organisations/<int:organisation_id>/close",
        organisations.close,
        name="close-organisation",
    ),
    path("admin/grid/buildings/", buildings.buildings, name="buildings"),
    path("admin/grid/buildings/new/", buildings.new_building, name="new-building"),
    path("admin/grid/buildings/<int:place_id>/", buildings.building, name="building"),
    path("admin/grid/buildings/<int:place_id>/retire", buildings.retire, name="retire-building"),
    path("admin/grid/buildings/<int:place_id>/plate", buildings.hang, name="issue-plate"),
    path("admin/grid/plates/", plates.plates, name="plates"),
    path("admin/grid/plates/<str:code>/issue", plates.issue, name="issue-plates"),
    path("admin/grid/plates/<str:code>/sheet.pdf", plates.sheet, name="plate-sheet"),
    path("admin/grid/plates/<int:plate_id>/retire", buildings.take_off, name="retire-plate"),
]
