package audit

import (
	_ "embed" // for the table
	"fmt"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"tagout/internal/harness"
)

// tableText is what is known of resources and harnesses, as data.
//
//go:embed table.toml
var tableText string

// table is the decoded data.
type table struct {
	Resource map[string]row
	Module   map[string]row
	Lock     map[string]companion
	Copies   struct{ Types []string }
	Provider map[string]provider
	Harness  []agentRow
	Unasked  struct{ Commands, Rules []string }
}

// row is what is known of a type of resource, or of a module.
type row struct {
	Holds, Copy             string
	Protect, Disarm, Backup []condition
	With                    []companion
}

// companion is a resource that protects another, which it names in By.
type companion struct {
	Type, By string
	Must     condition
	// Or is an attribute of the other that does the same.
	Or *condition
}

type provider struct {
	Pins []string
	Mend string
	When []struct {
		Uses string // a type of resource
		Must condition
	}
}

type agentRow struct {
	harness.Lists
	Name        string
	Files, Home []string
	Off         []condition
}

// condition is what an attribute must be.
type condition struct {
	path  []string
	op    string
	value []string // alternatives
	write string
}

// UnmarshalText reads "PATH OP VALUE", and " write VALUE" behind it.
func (c *condition) UnmarshalText(text []byte) error {
	rule, write, _ := strings.Cut(string(text), " write ")
	for _, op := range []string{"!=", ">=", "="} {
		name, value, ok := strings.Cut(rule, op)
		if !ok {
			continue
		}
		c.path, c.op, c.value, c.write = strings.Split(name, "."), op, strings.Split(value, "|"), write
		if write == "" {
			c.write = c.opposite()
		}
		return nil
	}
	return fmt.Errorf("%q is no condition", text)
}

// opposite is the value that satisfies a condition.
func (c *condition) opposite() string {
	first := c.value[0]
	switch {
	case c.op != "!=":
		return first
	case first == "true":
		return "false"
	case first == "false":
		return "true"
	}
	return ""
}

// holds reports whether a condition is satisfied by a value as text.
func (c *condition) holds(value string) bool {
	switch c.op {
	case ">=":
		have, err := strconv.ParseFloat(value, 64)
		want, _ := strconv.ParseFloat(c.value[0], 64) // a test reads every row
		return err == nil && have >= want
	case "!=":
		return !c.among(value)
	}
	return c.among(value)
}

func (c *condition) among(value string) bool {
	for _, v := range c.value {
		if v == value || v == "*" {
			return true
		}
	}
	return false
}

// ifAbsent reports whether the condition is satisfied where nothing is written.
func (c *condition) ifAbsent() bool { return c.op == "!=" }

// mend is the configuration to write.
func (c *condition) mend() string {
	value := c.write
	if _, err := strconv.ParseFloat(value, 64); err != nil && value != "true" && value != "false" {
		value = strconv.Quote(value)
	}
	last := len(c.path) - 1
	text := c.path[last] + " = " + value
	for i := last - 1; i >= 0; i-- {
		text = c.path[i] + " {\n" + indent(text) + "\n}"
	}
	return text
}

func indent(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }

// readTable decodes the data. A mistake in it is one of ours, and the tests
// decode it.
func readTable() *table {
	var t table
	if _, err := toml.Decode(tableText, &t); err != nil {
		panic("safeguard: " + err.Error())
	}
	return &t
}

// matches reports whether a name is a pattern, which may end in "*".
func matches(patterns []string, name string) bool {
	for _, p := range patterns {
		prefix, open := strings.CutSuffix(p, "*")
		if p == name || open && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
