"""Which rows of this room follow a person whose records are merged."""

from xinqiao.registry.extras import PersonReference, register_reference

register_reference(PersonReference("registry.ActPerson", "person", unique_with=("act",)))
