"""Addresses of the room `visits`, from the site's root."""

from xinqiao.visits.plan_urls import patterns

app_name = "visits"
urlpatterns = [*patterns]
