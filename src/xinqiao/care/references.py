"""Which rows of this room follow a person whose records are merged."""

from xinqiao.registry.extras import PersonReference, register_reference

for model in ("Classification", "Grant", "CarePlan", "HomeService", "Bracelet", "Call"):
    register_reference(PersonReference(f"care.{model}", "person"))
