"""The one description of the format: its keys, what stands behind them, its JSON Schema.

Here may live what one text or one key may be. It must not touch a season as a whole, or know how it is edited.
"""
