"""Running TeX, within limits that end all that it starts; `fonts` is for other scripts."""
