package lang

import (
	"strings"

	"tagout/internal/mcp"
	"tagout/internal/rule"
)

// mcpKeys are the keys of an [mcp.ID] table.
var mcpKeys = [...]string{"tools", "servers", "as", "dir", "write", "content", "guess"}

// readings compiles the [mcp.ID] tables.
func (c *compiler) readings(n *node) {
	if !c.isTable(n, "mcp", "") {
		return
	}
	for _, k := range n.kids {
		owner := "mcp " + k.key
		if !c.isID(k, "mcp") || !c.isTable(k, owner, "") {
			continue
		}
		before := len(c.problems)
		r := rule.Reading{ID: k.key}
		for _, kid := range k.kids {
			c.readingField(kid, owner, &r)
		}
		c.wholeReading(k, owner)
		if len(c.problems) == before {
			c.out.Readings = append(c.out.Readings, r)
		}
	}
}

// wholeReading reports what a row lacks.
func (c *compiler) wholeReading(n *node, owner string) {
	if n.kid("tools") == nil {
		c.report(n.keyAt, owner, owner+" has no tools", "", `add tools = ["TOOL"], the tool's own name without the mcp__SERVER__ that a harness puts before it`)
	}
	if n.kid("as") == nil && n.kid("write") == nil {
		c.report(n.keyAt, owner, owner+" has no as and no write", "", `add as = "bash -c {command}", or as = [] where its calls run nothing`)
	}
	if content := n.kid("content"); content != nil && n.kid("write") == nil {
		c.report(content.keyAt, owner, "content"+of(owner)+" stands without write", "", `add write = "path"`)
	}
}

// nameGlobs reads globs of names of tools or servers.
func (c *compiler) nameGlobs(n *node, owner string) (globs []string) {
	for _, t := range c.strs(n, n.key, owner) {
		if strings.HasPrefix(t.text, "mcp__") || !mcp.IsField(strings.ReplaceAll(t.text, "*", "x")) {
			c.report(t.node.at, owner, "bad name "+quote(t.text)+" in "+n.key+of(owner), `letters, digits, "_", "-" and "*"`,
				"write the tool's own name, without the mcp__SERVER__ that a harness puts before it")
		}
		globs = append(globs, t.text)
	}
	if len(globs) == 0 && len(n.kids) == 0 {
		c.report(n.at, owner, n.key+of(owner)+" names none", "", "")
	}
	return globs
}

func (c *compiler) readingField(n *node, owner string, r *rule.Reading) {
	switch n.key {
	case "tools":
		r.Tools = c.nameGlobs(n, owner)
	case "servers":
		r.Servers = c.nameGlobs(n, owner)
	case "as":
		for _, t := range c.strs(n, "as", owner) {
			if _, err := mcp.ParseTemplate(t.text); err != nil {
				c.report(t.node.at, owner, "bad command "+quote(t.text)+of(owner)+": "+err.Error(), "words with fields, as in psql -c {sql|query}", "")
			}
			r.As = append(r.As, t.text)
		}
	case "dir":
		r.Dir = c.fields(n, owner)
	case "write":
		r.Write = c.fields(n, owner)
	case "content":
		r.Content = c.fields(n, owner)
	case "guess":
		r.Guess = c.flag(n, owner)
	default:
		c.unknownKey(n, owner, "ids hold no dots", mcpKeys[:])
	}
}

// fields reads the names of fields of a call's input.
func (c *compiler) fields(n *node, owner string) (names []string) {
	for _, t := range c.strs(n, n.key, owner) {
		if !mcp.IsField(t.text) {
			c.report(t.node.at, owner, "bad field "+quote(t.text)+" in "+n.key+of(owner), `letters, digits, "_", "-", and "." before a field of an object`, "")
		}
		names = append(names, t.text)
	}
	return names
}
