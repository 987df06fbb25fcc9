"""The command `xinqiao`. Exit codes: 0 fine, 1 refused, 2 wrong usage."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from xinqiao.config import runtime

COMMANDS = {
    "demo": "start a filled demonstration: database, pages and worker",
    "serve": "start the pages and the worker",
    "worker": "start only the worker",
    "migrate": "bring the database to this version",
    "check": "examine settings, flows, translations and page bundles",
    "import": "read areas, boundaries or requests from a file",
    "export": "write requests to a file",
    "train": "teach the suggestions of categories from a file or from the requests",
    "person": "give somebody an account and a post, for example the first administrator",
    "cluster": "group requests into hot issues",
    "story": "list or run the acceptance stories",
    "bench": "measure intake, work list or map",
    "backup": "write the database and the attachments to one file",
    "restore": "read a backup back",
    "apikey": "give another system a key, or withdraw it",
    "keys": "show or turn the keys of personal data",
    "seal": "verify the seals of the event log",
    "rebuild": "compute the indicators anew from the event log",
    "otp": "print the present one-time code of a demo user",
    "messages": "compile the translations",
    "manage": "run a command of Django",
}
FINE, REFUSED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command and return the exit code of the process."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_overview())
        return FINE if words else USAGE
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        sys.stderr.write(f"xinqiao: there is no command {name!r}.\n{_overview()}")
        return USAGE
    command = import_module(f"xinqiao.config.commands.{name}_command")
    options = _parse(command, name, rest)
    try:
        return _run(command, options)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return REFUSED
    except BrokenPipeError:
        return REFUSED
    except Exception as error:
        sentence = runtime.sentence_for(error)
        if sentence is None:
            raise
        sys.stderr.write(f"xinqiao {name}: {sentence}\n")
        return REFUSED


def _parse(command: ModuleType, name: str, words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"xinqiao {name}", description=COMMANDS[name].capitalize()
    )
    if name == "manage":
        # Django reads its own options; argparse must not swallow them.
        return argparse.Namespace(words=words)
    parser = argparse.ArgumentParser(prog=f"xinqiao {name}", description=COMMANDS[name])
    command.add_arguments(parser)
    return parser.parse_args(words)


def _run(command: ModuleType, options: argparse.Namespace) -> int:
    if hasattr(command, "prepare_options"):
        command.prepare_options(options)
    if not getattr(command, "NEEDS_DATABASE", True):
        return int(command.run(options))
    with runtime.database():
        return int(command.run(options))


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {told}" for name, told in COMMANDS.items()]
    return "\n".join(
        [
            "usage: xinqiao COMMAND …",
            "",
            *lines,
            "",
            "Exit codes: 0 fine, 1 refused, 2 wrong usage.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
