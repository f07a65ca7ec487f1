"""What the readers of an edition get at a moment."""
