"""Whether reported figures can be true. What contradicts itself is stated; everything else is a
question.
"""
