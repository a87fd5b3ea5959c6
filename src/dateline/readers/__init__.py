"""Files of every kind into tables: `files` is the entrance, what reads one kind stands beside it."""
