"""How well a reader reads: matching, scores with intervals, calibration, and the accuracy page."""
