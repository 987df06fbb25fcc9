"""Addresses of the room `workflow`, written from the site's root."""

from django.urls import path

from xinqiao.workflow.views import bulk, calendar, dispatch, limits, map, saved, search, worklist

app_name = "workflow"
urlpatterns = [
    path("desk/work/", worklist.work_list, name="work-list"),
    path("desk/work/bulk/", bulk.bulk, name="bulk"),
    path("desk/work/filters/", saved.save, name="save-filter"),
    path("desk/work/filters/<int:filter_id>/delete/", saved.delete, name="delete-filter"),
    path("desk/search/", search.search, name="search"),
    path("desk/map/", map.map_page, name="map"),
    path("desk/map/cells", map.map_cells, name="map-cells"),
    path("desk/map/boundary", map.map_boundary, name="map-boundary"),
    path("admin/workflow/limits/", limits.limit_list, name="limits"),
    path("admin/workflow/limits/<int:limit_id>/end/", limits.limit_end, name="limit-end"),
    path("admin/workflow/rules/", dispatch.rule_list, name="rules"),
    path("admin/workflow/rules/new/", dispatch.rule_new, name="rule-new"),
    path("admin/workflow/rules/<int:rule_id>/", dispatch.rule_edit, name="rule"),
    path("admin/workflow/rules/<int:rule_id>/end/", dispatch.rule_end, name="rule-end"),
    path("admin/workflow/calendar/", calendar.years, name="calendar"),
    path("admin/workflow/calendar/fill/", calendar.year_fill, name="calendar-fill"),
    path("admin/workflow/calendar/<int:year>/", calendar.year_page, name="calendar-year"),
    path(
        "admin/workflow/calendar/<int:year>/confirm/",
        calendar.year_confirm,
        name="calendar-confirm",
    ),
    path("admin/workflow/calendar/<int:year>/day/", calendar.day_set, name="calendar-day-set"),
    path("admin/workflow/calendar/<str:day>/clear/", calendar.day_clear, name="calendar-day-clear"),
]
