"""`luodi measure`: the measures on CSV files."""
