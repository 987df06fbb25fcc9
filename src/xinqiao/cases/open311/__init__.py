"""Open311 GeoReport v2: the standard by which other cities' programs read and send requests."""
