"""What are applicants asked, in which words, and is this an answer?"""
