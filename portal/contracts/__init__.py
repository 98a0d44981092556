"""Which results were agreed, by whom, and have they come?"""
