"""What pages show of publications at a moment, as values that templates only have to write down.

Here may live whatever decides what stands on a page, in which order and in which state. Pure; it must not know a
template, an address that is not given to it, or a clock.
"""
