"""QBO's entities: one small file each, fields first, then what the entity does beyond them."""
