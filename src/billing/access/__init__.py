"""Access control: principals, permissions, and which rows a viewer can see."""
