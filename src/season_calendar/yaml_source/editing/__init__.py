"""Operations on YAML text: only the meant bytes change, and the result is read back.

Here may live characters, lines, handwriting. It knows no season: it must not touch ids, dates or the names of keys.
"""
