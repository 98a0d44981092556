"""What does somebody propose that the fund should start, and how far has it come?"""
