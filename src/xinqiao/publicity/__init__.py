"""Red and exposure lists (红榜、曝光台): de-identified, with appeal and expiry."""
