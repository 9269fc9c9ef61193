"""luodi 落地: from the words of a policy text to results."""

__version__ = "0.1.0"
