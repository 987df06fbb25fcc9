"""Which rows of this room follow a person whose records are merged."""

from xinqiao.registry.extras import PersonReference, register_reference

for _model in ("Membership", "PersonTag", "Consent", "Look", "SubjectRequest"):
    register_reference(PersonReference(f"registry.{_model}", "person"))
register_reference(
    PersonReference("files.Attachment", "subject_id", where=(("subject_kind", "person"),))
)
register_reference(PersonReference("registry.ActPerson", "person", unique_with=("act",)))
