"""A believable world to try the portal in: people, proposals and contracts that exist only in demo mode."""
