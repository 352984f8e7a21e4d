"""Measurements: how fast, and how safe; none of them is part of the product."""
