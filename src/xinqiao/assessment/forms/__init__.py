"""What people fill in: schemes, rounds, spot checks, appeals, corrections."""
