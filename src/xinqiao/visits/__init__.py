"""Visits (走访): forms as data, plans, four-clear 四清, and how fresh the register is."""
