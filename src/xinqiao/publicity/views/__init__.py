"""Pages: public lists and the staff's side of them."""
