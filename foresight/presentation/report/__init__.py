"""Reports: one composition, set as a page, slides, paper and large print."""
