"""The feed of changes that live pages follow."""
