"""Why is this here: the steps of a dispatch decision in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.accounts.access import Role
from xinqiao.grid.models import Area, Organisation, Post
from xinqiao.workflow.dispatch import Step

_SENTENCES = {
    "place": lambda: _("The place belongs to %(area)s."),
    "rule": lambda: _("Rule %(rule)s applies here."),
    "seat": lambda: _("It names the role “%(role)s”; %(post)s is the nearest one."),
    "vacant": lambda: _("%(post)s was passed over, because nobody holds this post."),
    "nobody": lambda: _("No post with the role “%(role)s” was found, so the next rule was tried."),
    "organisation": lambda: _("It names %(organisation)s."),
    "closed": lambda: _("%(organisation)s does not exist any more, so the next rule was tried."),
    "desk": lambda: _("No other rule applies, so %(post)s has it."),
    "designated": lambda: _("This unit is designated for it and cannot send it back."),
    "dispatched": lambda: _("%(party)s gave it here."),
    "handed_up": lambda: _("%(party)s handed it up."),
    "returned": lambda: _("%(party)s sent it back."),
    "whistled": lambda: _("%(party)s called this unit in."),
    "taken_over": lambda: _("It was taken over from %(party)s."),
    "late": lambda: _("%(party)s was late, so the level above took it over."),
    "supervises": lambda: _("A time limit has passed, so this level watches over it."),
}


def explain(steps: Iterable[Step]) -> list[str]:
    """One sentence for each step of `Assignment.why`, in the language of the moment.

    At most three statements, for the names; a step of an unknown kind is left out.
    """
    steps = list(steps)
    names = _names(steps)
    return [
        _SENTENCES[step["code"]]() % _words(step, names)
        for step in steps
        if step.get("code") in _SENTENCES
    ]


def _words(step: Mapping[str, Any], names: Mapping[str, Mapping[Any, str]]) -> dict[str, Any]:
    words: dict[str, Any] = {"rule": step.get("rule")}
    for kind in ("post", "organisation", "area"):
        words[kind] = names[kind].get(step.get(kind), _("an office that no longer exists"))
    words["party"] = words["post"] if step.get("post") else words["organisation"]
    role = step.get("role")
    words["role"] = Role(role).label if role in Role.values else role
    return words


def _names(steps: Sequence[Step]) -> dict[str, dict[Any, str]]:
    posts = {step["post"] for step in steps if step.get("post")}
    units = {step["organisation"] for step in steps if step.get("organisation")}
    areas = {step["area"] for step in steps if step.get("code") == "place"}
    return {
        "post": dict(Post.objects.filter(id__in=posts).values_list("id", "title")) if posts else {},
        "organisation": dict(Organisation.objects.filter(id__in=units).values_list("id", "name"))
        if units
        else {},
        "area": dict(Area.objects.filter(path__in=areas).values_list("path", "name"))
        if areas
        else {},
    }
