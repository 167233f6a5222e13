#!/bin/sh
# Written by `tagout install cline`; `tagout uninstall cline` takes it out.
exec WORD hook --harness=cline
