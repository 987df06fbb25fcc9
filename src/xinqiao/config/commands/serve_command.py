"""`xinqiao serve`: pages and worker under one supervisor."""

import argparse
import os

from xinqiao.config import prepare, runtime, serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 2, help="web processes (default: cores)"
    )
    parser.add_argument("--threads", type=int, default=2, choices=range(1, 5), help="1 to 4 each")
    parser.add_argument("--no-worker", action="store_true", help="start no background worker")


def prepare_options(options: argparse.Namespace) -> None:
    """Let links in notices name this address unless XINQIAO_BASE_URL says otherwise."""
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104
    os.environ.setdefault("XINQIAO_BASE_URL", f"http://{host}:{options.port}")


def run(options: argparse.Namespace) -> int:
    """Migrate, then serve until SIGINT or SIGTERM."""
    from xinqiao.config.beginnings import make_ready_for_requests

    serve.refuse_taken_port(plan_of(options))
    prepare.everything(say=runtime.say)
    make_ready_for_requests(say=runtime.say)
    return serve.supervise(plan_of(options), say=runtime.say)


def plan_of(options: argparse.Namespace) -> serve.Plan:
    """Turn the options into what the supervisor runs."""
    return serve.Plan(
        host=options.host,
        port=options.port,
        workers=max(1, options.workers),
        threads=options.threads,
        with_worker=not options.no_worker,
    )
