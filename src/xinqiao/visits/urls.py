"""Addresses of the room `visits`, from the site's root."""

from xinqiao.visits import plan_urls, visit_urls

app_name = "visits"
urlpatterns = [*plan_urls.patterns, *visit_urls.patterns]
