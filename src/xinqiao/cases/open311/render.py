"""One tree, two spellings: XML as the standard writes it, JSON by its Spark convention.

A document is a root name and plain Python: a mapping is elements, a list is repeated elements whose
name `ITEMS` knows. The Spark convention drops the names of lists and of the root.
Source: Open311 GeoReport v2, "Format Support".
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.http import HttpResponse

FORMATS: Final = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ITEMS: Final = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}


def respond(root: str, content: Any, *, form: str, status: int = 200) -> HttpResponse:
    """Answer with `content` (mapping or list) under `root` in the format `xml` or `json`."""
    body = as_json(content) if form == "json" else as_xml(root, content)
    return HttpResponse(body, status=status, content_type=FORMATS[form])


def as_json(content: Any) -> bytes:
    """Write the Spark form: lists bare, empty texts as null."""
    return json.dumps(_spark(content), ensure_ascii=False, separators=(",", ":")).encode()


def as_xml(root: str, content: Any) -> bytes:
    """Write the XML form with its declaration; characters XML cannot hold are left out."""
    written: bytes = ET.tostring(_element(root, content), encoding="utf-8", xml_declaration=True)
    return written


def _spark(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {name: _spark(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_spark(value) for value in content]
    return None if content == "" else content


def _element(name: str, content: Any) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(child, value) for child, value in content.items())
    elif isinstance(content, list):
        element.extend(_element(ITEMS[name], value) for value in content)
    elif isinstance(content, bool):
        element.text = "true" if content else "false"
    elif content is not None and content != "":
        element.text = _plain(str(content))
    return element


def _plain(text: str) -> str:
    """XML 1.0 knows no control characters, lone surrogates or the last two of the plane."""
    return _NOT_XML.sub("", text)
