"""Run the command line: ``python -m nessie_tui`` is ``nessie-tui``."""

from nessie_tui.cli.main import main

if __name__ == "__main__":
    main()
