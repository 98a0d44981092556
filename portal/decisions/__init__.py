"""What did the council decide, on which version, with which votes, and did the mayor approve?"""
