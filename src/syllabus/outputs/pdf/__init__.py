"""The stages of a build put together; the only room that writes into `build/` and history."""
