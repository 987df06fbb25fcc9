"""Supervision (督办): watch, remind, notify with a clock, co-ordinate, call to account, cancel with proof."""
