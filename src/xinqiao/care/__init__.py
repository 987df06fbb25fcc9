"""Care of elders (助老): classes, grants, home services, one-call help, the service board."""
