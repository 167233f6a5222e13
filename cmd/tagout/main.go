// Command tagout keeps a coding agent from running what cannot be undone.
package main

import (
	"os"

	"tagout/internal/audit"
	"tagout/internal/cli"
	"tagout/internal/survey"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, audit.Check, survey.Scan))
}
