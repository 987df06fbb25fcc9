"""What seals files on their way in, so that a turn of the keys takes them along."""

from typing import Final

from xinqiao.kit.sealed import SealedColumn, register_sealed

PAYLOAD: Final = "registry.people_file"
REFUSED_CELLS: Final = "registry.refused_cells"

register_sealed(
    SealedColumn(model="registry.PeopleImport", field="payload_sealed", context=PAYLOAD),
    SealedColumn(model="registry.RefusedLine", field="cells_sealed", context=REFUSED_CELLS),
)
