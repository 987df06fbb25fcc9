"""`xinqiao otp USERNAME`: the present one-time code of a demo user."""

import argparse
import time

from xinqiao.config import runtime
from xinqiao.config.machine import ClusterError


class NotInDemo(ClusterError):
    """One-time codes are printed in a demonstration only."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the user name."""
    parser.add_argument("username", help="name to sign in with")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print six digits and how long they hold."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
    from allauth.mfa.utils import decrypt
    from django.conf import settings

    from xinqiao.config import demo

    if not settings.DEMO and not demo.is_demo_data():
        raise NotInDemo("One-time codes are printed in a demonstration only (XINQIAO_DEMO=1).")
    found = Authenticator.objects.filter(
        user__username=options.username, type=Authenticator.Type.TOTP
    ).first()
    if found is None:
        raise NotInDemo(f"Nobody called {options.username!r} signs in with a one-time code.")
    step = int(time.time()) // 30
    code = format_hotp_value(hotp_value(decrypt(found.data["secret"]), step))
    left = 30 - int(time.time()) % 30
    if options.json:
        runtime.print_json({"code": code, "seconds": left})
    else:
        runtime.say(f"{code}   (holds for {left} s)")
    return 0
