"""What did somebody upload, is it safe to keep, and where is it?"""
