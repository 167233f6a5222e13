// Command start links the default policy and looks one program up: a test
// traces what it does before main.
package main

import (
	"fmt"

	"tagout/internal/builtin"
)

func main() {
	fmt.Println(builtin.Tool("git").Name, len(builtin.RulesFor("git")) > 0, builtin.Rule(0) != nil, len(builtin.Classes) > 0)
}
