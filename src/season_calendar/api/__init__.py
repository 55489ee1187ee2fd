"""What is published as JSON, for programs: one description of the addresses, from which answers and their OpenAPI
document follow. Pure: it sends nothing, and what a journal keeps is handed to it.
"""
