"""Supervision (督办): watch, remind, notices with a clock, meetings, accounts, whistles."""
