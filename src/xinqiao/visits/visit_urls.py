"""Addresses of visits and their forms, from the site's root."""

from django.urls import path

from xinqiao.visits.views import forms, recording, visits

patterns = [
    path("desk/visits/", visits.visit_list, name="visits"),
    path("desk/visits/clear/", visits.clear, name="clear"),
    path("desk/visits/clear.xlsx", visits.clear_xlsx, name="clear-xlsx"),
    path("desk/visits/<int:visit_id>/", visits.visit, name="visit"),
    path("desk/visits/<int:visit_id>/correct/", recording.correct, name="correct"),
    path("visits/new/", recording.new, name="new"),
    path("admin/visits/forms/", forms.form_list, name="forms"),
    path("admin/visits/forms/new/", forms.edit, name="form-new"),
    path("admin/visits/forms/<int:form_id>/", forms.edit, name="form"),
    path("admin/visits/forms/<int:form_id>/publish/", forms.publish, name="form-publish"),
    path("admin/visits/forms/<slug:code>/end/", forms.end, name="form-end"),
]
