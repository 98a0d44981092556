"""What can everybody know of the fund?"""
