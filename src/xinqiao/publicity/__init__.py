"""Red and black lists (红黑榜): who did well and what is not done, by law de-identified, with appeal and expiry."""
