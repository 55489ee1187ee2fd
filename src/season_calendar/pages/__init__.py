"""The pages of the service, from publications: which there are, what they show, and their files. Pure but for its own
files, which are read from the package; sends nothing, and never asks what time it is.
"""
