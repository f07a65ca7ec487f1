"""What records may say, every key once: course.yaml in `course`, front matter in `meeting`."""
