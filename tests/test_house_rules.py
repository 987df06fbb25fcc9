"""The house's own rules, read from the syntax tree: size, and who may touch rows."""

import ast
from pathlib import Path

import pytest

from xinqiao.config import cluster

HOUSE = Path(cluster.__file__).resolve().parents[1]
MODULES = sorted(
    path
    for path in HOUSE.rglob("*.py")
    if "migrations" not in path.parts and "tests" not in path.parts
)
PAGES = sorted(path for path in HOUSE.rglob("templates/**/*.html"))
MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 300, 40, 150
READERS = ("views", "api", "forms", "schemas")


def name_of(path):
    return str(path.relative_to(HOUSE))


def is_reader(path):
    if {"selectors", "services"} & set(path.parts):
        return False  # there, `forms` is what a module is about
    return any(part in READERS or Path(part).stem in READERS for part in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_can_be_read_in_one_go(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and body_lines(node) > MOST_FUNCTION_LINES
    ]
    assert long == []


def body_lines(function):
    """Lines of what is done, without the signature and the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_pages_and_interfaces_read_through_selectors_and_write_through_services():
    touching = [
        f"{name_of(path)}:{node.lineno} .{node.attr}"
        for path in MODULES
        if is_reader(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert touching == []


def test_no_template_is_longer_than_it_can_be_understood():
    long = [
        name_of(page)
        for page in PAGES
        if len(page.read_text(encoding="utf-8").splitlines()) > MOST_TEMPLATE_LINES
    ]
    assert long == []


def test_no_page_carries_script_or_style_of_its_own():
    inline = [
        name_of(page)
        for page in PAGES
        for line in page.read_text(encoding="utf-8").splitlines()
        if " style=" in line
        or " onclick=" in line
        or "<style" in line
        or ("<script" in line and "src=" not in line and "type=" not in line)
    ]
    assert inline == []


def test_nothing_says_it_will_be_done_later():
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    found = [
        f"{name_of(path)}: {mark}"
        for path in [*MODULES, *PAGES]
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert found == []
