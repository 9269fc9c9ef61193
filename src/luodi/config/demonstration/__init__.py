"""The demonstration: an invented city, built by the services of every area under a set clock."""

from .build import Built, build, greeting

__all__ = ["Built", "build", "greeting"]
