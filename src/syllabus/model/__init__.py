"""The domain: a course and its texts, as frozen values with their source positions."""
