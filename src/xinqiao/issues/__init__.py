"""Hot issues (热点问题): requests about one thing, found by a machine, led by people."""
