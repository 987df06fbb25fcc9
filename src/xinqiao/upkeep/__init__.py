"""Upkeep (养护) of lanes and facilities: stewards, recurring tasks, proof."""
