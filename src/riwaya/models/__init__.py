"""Learnt weights, each with its card in docs/models."""
