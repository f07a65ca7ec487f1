"""What comes out: the PDF, mail, the calendar, the history."""
