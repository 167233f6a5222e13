// Command tagout keeps a coding agent from running what cannot be undone.
package main

import (
	"os"

	"tagout/internal/audit"
	"tagout/internal/cli"
	"tagout/internal/survey"
)

func main() {
	if code, stood := cli.StandIn(os.Args, os.Stdin, os.Stdout, os.Stderr); stood {
		os.Exit(code)
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, audit.Check, survey.Scan))
}
