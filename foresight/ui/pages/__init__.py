"""One file a page, found by `foresight.ui.navigation`."""
