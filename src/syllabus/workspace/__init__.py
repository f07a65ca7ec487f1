"""The project's files: where they are, how they are read and written, and what is cached."""
