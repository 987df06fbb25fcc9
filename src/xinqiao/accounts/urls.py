"""Addresses of the room `accounts`, written from the site's root."""

from django.urls import URLPattern, path

from xinqiao.accounts.views import audit, sign_in, users

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    # These stand before allauth's addresses and take their place.
    path("accounts/login/", sign_in.sign_in, name="sign-in"),
    path("accounts/code/", sign_in.code, name="code"),
    path("accounts/staff/", sign_in.staff, name="staff"),
    path("accounts/demo/", sign_in.demo, name="demo"),
    path("accounts/signup/", sign_in.closed),
    path("accounts/email/", sign_in.closed),
    path("accounts/password/reset/", sign_in.closed),
    path("accounts/password/set/", sign_in.closed),
    path("admin/users/", users.users, name="users"),
    path("admin/users/new/", users.new_user, name="new-user"),
    path("admin/users/<int:user_id>/", users.user, name="user"),
    path("admin/users/<int:user_id>/switch", users.switch, name="switch"),
    path("admin/users/<int:user_id>/password", users.give_password, name="give-password"),
    path("admin/users/<int:user_id>/factor", users.reset_factor, name="reset-factor"),
    path("admin/audit/", audit.audit, name="audit"),
    path("admin/deliveries/", audit.deliveries, name="deliveries"),
    path("admin/deliveries/<int:entry_id>/again", audit.deliver_again, name="deliver-again"),
]
