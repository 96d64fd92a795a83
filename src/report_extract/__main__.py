"""`python -m report_extract` is the command `report-extract`."""

from report_extract._cli import main

if __name__ == "__main__":
    main()
