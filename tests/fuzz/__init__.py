"""Questions that nobody planned for, and what every reply to them must hold."""
