"""Is the paved road used by choice, and does it save time?"""
