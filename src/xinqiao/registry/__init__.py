"""The register (基础台账): dwellings, households, people, facilities, and the law about them."""
