"""What does the fund invite proposals for, until when, and what does it ask?"""
