// Command tagout-hook is "tagout hook" alone: a program that starts sooner,
// since it links nothing that the hook does not need.
package main

import (
	"os"

	"tagout/internal/cli"
)

func main() {
	if code, stood := cli.StandIn(os.Args, os.Stdin, os.Stdout, os.Stderr); stood {
		os.Exit(code)
	}
	os.Exit(cli.Hook(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
