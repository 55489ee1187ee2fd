"""The kinds of pages, a file each: which there are of some publications, and how each is put together."""
