"""Measures over the event log (指标): facts per item, roll-ups by day, definitions, ranking."""
