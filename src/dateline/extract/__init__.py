"""From prose to draft timelines: what a text says, when, and in which words."""
