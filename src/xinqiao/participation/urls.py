"""Addresses of the room `participation`, from the site's root."""

from django.urls import URLPattern, path

from xinqiao.participation.views import programmes, projects, public

app_name = "participation"
urlpatterns: list[URLPattern] = [
    path("projects/", public.projects, name="public"),
    path("projects/<str:number>/", public.project, name="public-project"),
    path("desk/projects/", projects.projects, name="projects"),
    path("desk/projects/new/", projects.new, name="new"),
    path("desk/projects/<str:number>/", projects.project, name="project"),
    path("desk/projects/<str:number>/<str:action>", projects.act, name="act"),
    path("desk/programmes/", programmes.programmes, name="programmes"),
    path("desk/programmes/<int:programme_id>/", programmes.programme, name="programme"),
]
