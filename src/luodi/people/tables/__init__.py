"""Tables that offices send and get: reading them as they are, writing them safely."""
