"""Addresses of plans, today's list, coverage and freshness, from the site's root."""

from django.urls import path

from xinqiao.visits.views import coverage, declare, plans, today

patterns = [
    path("desk/visits/today/", today.today, name="today"),
    path("desk/visits/today/<int:planned_id>/", today.skip_page, name="skip-page"),
    path("desk/visits/today/<int:planned_id>/skip/", today.skip, name="skip"),
    path("desk/visits/plans/", plans.plan_list, name="plans"),
    path("desk/visits/plans/new/", plans.new_plan, name="plan-new"),
    path("desk/visits/plans/<int:plan_id>/", plans.edit_plan, name="plan"),
    path("desk/visits/plans/<int:plan_id>/end/", plans.end, name="plan-end"),
    path("desk/visits/leave/", plans.leave, name="leave"),
    path("desk/visits/leave/<int:leave_id>/end/", plans.end_leave, name="leave-end"),
    path("desk/visits/coverage/", coverage.coverage, name="coverage"),
    path("desk/visits/coverage/list/", coverage.coverage_list, name="coverage-list"),
    path("desk/visits/coverage.xlsx", coverage.coverage_xlsx, name="coverage-xlsx"),
    path("desk/visits/stale/", coverage.stale, name="stale"),
    path("desk/visits/stale/ask/", coverage.ask, name="ask"),
    path("desk/visits/declarations/", declare.declarations, name="declarations"),
    path("desk/visits/declarations/<int:declaration_id>/", declare.settle, name="settle"),
    path("my/declare/", declare.my_declaration, name="declare"),
    path("admin/visits/freshness/", declare.weights, name="weights"),
]
