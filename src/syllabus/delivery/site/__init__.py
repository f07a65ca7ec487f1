"""A site of the page, the PDF and the calendar, laid out for a web space."""
