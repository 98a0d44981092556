"""What happened, who did it, and has anybody tampered with the record since?"""
