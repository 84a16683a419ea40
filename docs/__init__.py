"""The documents, and the small program that writes their generated parts."""
