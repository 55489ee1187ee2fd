"""The one description of the format: keys, what stands behind them, its JSON Schema. Reads no whole season."""
