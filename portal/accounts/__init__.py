"""Who is somebody here, whom do they act for, and how do they prove it?"""
