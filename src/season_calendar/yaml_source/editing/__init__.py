"""Operations on YAML text: only the meant bytes change, and the result is read back. Knows no season."""
