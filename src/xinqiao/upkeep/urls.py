"""Addresses of the room `upkeep`, from the site's root."""

from django.urls import URLPattern, path

from xinqiao.upkeep.views import tasks, upkeep

app_name = "upkeep"
urlpatterns: list[URLPattern] = [
    path("desk/upkeep/", upkeep.home, name="home"),
    path("desk/upkeep/facilities/<int:facility_id>/plan/", upkeep.new_plan, name="new-plan"),
    path("desk/upkeep/plans/<int:plan_id>/end", upkeep.end, name="end-plan"),
    path("desk/upkeep/tasks/<str:number>/", tasks.task, name="task"),
    path("desk/upkeep/tasks/<str:number>/<str:action>", tasks.act, name="act"),
]
