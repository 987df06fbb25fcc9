"""Hot issues (热点问题): requests about one and the same thing, found by a machine, corrected by staff."""
