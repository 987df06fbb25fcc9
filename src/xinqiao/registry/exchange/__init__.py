"""Files of people in and out, with the column names that offices use (花名册)."""
