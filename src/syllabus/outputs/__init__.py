"""The outputs: PDF, mail, calendar, history, list."""
