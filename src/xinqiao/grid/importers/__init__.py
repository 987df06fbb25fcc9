"""Files of areas and boundaries -> rows, all or nothing, with a report of what was refused."""
