"""What a course and its texts are, as frozen values that carry where they came from."""
