"""Is a proposal within the fund's purpose, and what does the secretariat recommend?"""
