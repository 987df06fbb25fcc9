"""Assessment (考评): weighted indicators, peer groups, sampling on site, appeal, publication."""
