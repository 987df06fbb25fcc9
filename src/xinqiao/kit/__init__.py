"""Time, numbers, errors, paging, crypto and other small tools that know no feature."""
