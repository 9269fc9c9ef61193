"""The demonstration: an invented city, built by the services of every area under a set clock."""
