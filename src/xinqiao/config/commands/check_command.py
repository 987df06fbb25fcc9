"""`xinqiao check`: everything that can be examined without a person."""

import argparse
import io

from xinqiao.config import prepare, runtime
from xinqiao.kit.messages import catalogues


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--json`."""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Print one line per check; 1 when any failed."""
    checks = {
        "settings": _settings,
        "models": _models,
        "migrations": _migrations,
        "translations": _translations,
        "bundles": _bundles,
    }
    told = {name: check() for name, check in checks.items()}
    if options.json:
        runtime.print_json({"ok": not any(told.values()), "problems": told})
    else:
        for name, problem in told.items():
            runtime.say(f"{name:<14}{problem or 'ok'}")
    return 1 if any(told.values()) else 0


def _settings() -> str:
    from django.core.checks import run_checks

    return "; ".join(str(found) for found in run_checks())


def _models() -> str:
    from django.core.management import call_command

    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told, verbosity=1)
    except SystemExit:
        return " ".join(told.getvalue().split())
    return ""


def _migrations() -> str:
    missing = prepare.missing_migrations()
    return f"{len(missing)} missing; run `xinqiao migrate`" if missing else ""


def _translations() -> str:
    late = [
        source.parents[3].name
        for source in catalogues()
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
    ]
    return f"not compiled: {', '.join(late)}; run `xinqiao messages`" if late else ""


def _bundles() -> str:
    try:
        prepare.check_bundles()
    except prepare.NotBuilt as missing:
        return str(missing)
    return ""
