"""What notices say, declared by the rooms that send them."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

Words = str | Promise
PAGE: Final = "page"
SMS: Final = "sms"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTemplate:
    """One kind of notice. Words have named placeholders and name nobody and nothing private.

    code: `<room>.<name>`. title: the line in the inbox. sms: what a text message says, empty when
    there is none. Placeholders are filled from the notice's params.
    """

    code: str
    title: Words
    body: Words = ""
    sms: Words = ""
    icon: str = "bell"

    @property
    def channels(self) -> tuple[str, ...]:
        return (PAGE, SMS) if self.sms else (PAGE,)


_TEMPLATES: Final[dict[str, NoticeTemplate]] = {}


def declare(*templates: NoticeTemplate) -> None:
    """Make templates known; called in `<room>/notices.py`, imported when the room is ready."""
    for template in templates:
        _TEMPLATES[template.code] = template


def template_of(code: str) -> NoticeTemplate:
    """Return a declared template. Raises LookupError."""
    return _TEMPLATES[code]


def known(code: str) -> NoticeTemplate:
    """Return a template for showing; one that no room declares any more shows its code."""
    return _TEMPLATES.get(code) or NoticeTemplate(code=code, title=code)


def fill(words: Words, params: dict[str, Any]) -> str:
    """Return the words with their placeholders filled, in the language of the moment."""
    text = str(words)
    return text % params if params and text else text
