"""Sub-commands of `xinqiao`; each module has `add_arguments(parser)` and `run(options) -> int`."""
