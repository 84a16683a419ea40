"""`python -m foresight.cli` does what `foresight` does."""

from foresight.cli import main

if __name__ == "__main__":
    main()
