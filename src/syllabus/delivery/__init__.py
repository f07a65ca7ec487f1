"""Everything that uses the network: link checks and mail."""
