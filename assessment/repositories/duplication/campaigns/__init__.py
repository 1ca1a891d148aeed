"""Which edits were made by hand in many repositories, what did that cost, and who was left behind?"""
