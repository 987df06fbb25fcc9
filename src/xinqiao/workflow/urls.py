"""Addresses of the room `workflow`, written from the site's root."""

from django.urls import path

from xinqiao.workflow.views import bulk, map, saved, worklist

app_name = "workflow"
urlpatterns = [
    path("desk/work/", worklist.work_list, name="work-list"),
    path("desk/work/bulk/", bulk.bulk, name="bulk"),
    path("desk/work/filters/", saved.save, name="save-filter"),
    path("desk/work/filters/<int:filter_id>/delete/", saved.delete, name="delete-filter"),
    path("desk/map/", map.map_page, name="map"),
    path("desk/map/cells", map.map_cells, name="map-cells"),
    path("desk/map/boundary", map.map_boundary, name="map-boundary"),
]
