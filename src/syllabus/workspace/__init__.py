"""The project's files: where they lie, how they are read and written, what is kept of them."""
