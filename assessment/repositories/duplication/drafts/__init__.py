"""What would the one shared version of a cluster of copies look like, and what would it take to call it?"""
