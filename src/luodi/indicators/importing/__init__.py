"""Tables of figures as people send them: cells, columns, places, and rows that become figures."""
