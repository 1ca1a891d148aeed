"""What is shared, by whom is it provided, and who solves which workflow on their own?"""
