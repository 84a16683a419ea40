"""Ensembles: many replicates, in line or over several processes."""
