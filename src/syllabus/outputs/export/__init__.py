"""The way out: the schedule and the records in formats that other programs read."""
