// Package lang is the rule language: it compiles a TOML policy into tools and
// rules, and collects every mistake in it with its place. The language itself
// is described in the comment of package policy.
package lang

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/diag"
	"tagout/internal/rule"
)

// File is one compiled policy file. After mistakes it holds what compiled.
type File struct {
	Name  string
	Tools []catalog.Tool
	Rules []rule.Rule
	// Classes are the file's own, in order of their names.
	Classes  []rule.Named
	Examples []Example
	// Default is what happens to calls that no rule matches; 0 where the file
	// does not say.
	Default rule.Decision
	// Posture is nil where the file does not say.
	Posture *rule.Posture
	// Mode is "enforce" or "observe", "" where the file does not say.
	Mode string
	// Approvals is nil where the file does not say.
	Approvals  *rule.Approvals
	Exceptions []rule.Exception
	Overrides  []rule.Override
	// Readings are the tables of tools that carry commands in their fields.
	Readings []rule.Reading
	// Locks are what the layers above must leave as it is: "rules", "posture",
	// "mode", "approvals", "allow" or "rule:ID".
	Locks []string
	// Marks are where the entries stand.
	Marks []Mark
	text  string
}

// Example is one entry of a rule's hits or misses.
type Example struct {
	// Rule is the id of the rule that Run must fire (Hit) or must not.
	Rule string
	Run  string
	// Given are the facts that are taken to hold, in order of their names.
	Given []Given
	Hit   bool
	// Line is where it is written, counted from 1.
	Line int
}

// Given is one fact of an example.
type Given struct{ Name, Value string }

// ParseTools compiles the [tool] tables of a policy and nothing else, so that
// a catalogue can be made of many files before any rule is read. Mistakes in
// tools are reported, others are left to Parse.
func ParseTools(name string, data []byte) ([]catalog.Tool, diag.Problems) {
	f := &file{name: name}
	root, ok := f.read(data)
	if !ok {
		return nil, f.problems
	}
	c := compiler{file: f, out: &File{Name: name}}
	if tools := root.kid("tool"); tools != nil {
		c.tools(tools)
	}
	f.problems.Sort()
	return c.out.Tools, f.problems
}

// Parse compiles a policy. Patterns are read by the grammar of the file's own
// tools, then by those of cat, which may be nil. The File is nil only where the
// text could not be read at all.
func Parse(name string, data []byte, cat catalog.Catalog) (*File, diag.Problems) {
	return parse(name, data, cat, false)
}

// ParseBare is Parse for a file whose own tools do not count: its patterns are
// read as if it had none.
func ParseBare(name string, data []byte, cat catalog.Catalog) (*File, diag.Problems) {
	return parse(name, data, cat, true)
}

func parse(name string, data []byte, cat catalog.Catalog, bare bool) (*File, diag.Problems) {
	f := &file{name: name}
	root, ok := f.read(data)
	if !ok {
		return nil, f.problems
	}
	c := compiler{file: f, out: &File{Name: name, text: f.text}, cat: cat, bare: bare}
	c.compile(root)
	f.problems.Sort()
	return c.out, f.problems
}

// ParsePattern compiles one pattern, such as a rule's match or a person's
// question on the command line. classes are names that {…} may use besides the
// built-in ones. The error is diag.Problems, placed in the pattern itself.
func ParsePattern(text string, cat catalog.Catalog, classes ...string) (rule.Pattern, error) {
	p := patternParser{text: text, cat: cat, classes: classes}
	pat := p.parse()
	f := &file{name: "pattern", text: text}
	for _, m := range p.mistakes {
		f.report(m.at, "", m.msg, m.want, m.hint)
	}
	return pat, f.problems.Err()
}

// compiler turns a tree into a File.
type compiler struct {
	*file
	out *File
	cat catalog.Catalog
	// bare: the file's own tools are passed over.
	bare bool
	own  map[string]*catalog.Tool
	// classes are the names of the file's own classes.
	classes []string
}

var topKeys = [...]string{"version", "default", "posture", "mode", "approvals", "lock", "tool", "rule", "class", "exception", "override", "mcp"}

func (c *compiler) compile(root *node) {
	c.marks(root)
	if !c.bare {
		c.each(root, "tool", c.tools)
	}
	c.each(root, "class", c.namedClasses)
	c.lookup()
	for _, n := range root.kids {
		switch n.key {
		case "tool", "class":
		case "version":
			c.version(n)
		case "default":
			c.fallback(n)
		case "posture":
			c.posture(n)
		case "mode":
			c.mode(n)
		case "approvals":
			c.approvals(n)
		case "lock":
			c.locks(n)
		case "rule":
			c.rules(n)
		case "exception":
			c.exceptions(n)
		case "override":
			c.overrides(n)
		case "mcp":
			c.readings(n)
		default:
			c.unknownKey(n, "the file", "", topKeys[:])
		}
	}
}

func (c *compiler) each(root *node, key string, do func(*node)) {
	if n := root.kid(key); n != nil {
		do(n)
	}
}

func isLater(set []string, key string) bool {
	for _, k := range set {
		if k == key {
			return true
		}
	}
	return false
}

// version accepts 1, which a file that does not say is taken to mean.
func (c *compiler) version(n *node) {
	if v, ok := n.val.(int64); !ok {
		c.wrongType(n, "version", "", "the number 1")
	} else if v != 1 {
		c.report(n.at, "", "unknown version "+c.text[n.at.start:n.at.end], "1", "")
	}
}

// defaults are the decisions for what no rule matches.
var defaults = [...]string{"none", "ask", "deny"}

func (c *compiler) fallback(n *node) {
	s, ok := c.str(n, "default", "")
	if !ok {
		return
	}
	switch s {
	case "none":
		c.out.Default = rule.None
	case "ask":
		c.out.Default = rule.Ask
	case "deny":
		c.out.Default = rule.Deny
	default:
		c.report(n.at, "", "unknown default "+quote(s), oneOf(defaults[:]), meant(s, defaults[:]))
	}
}

// postures are the names of rule.Posture, in its order.
var postures = [...]string{"guard", "readonly", "strict"}

func (c *compiler) posture(n *node) {
	s, ok := c.str(n, "posture", "")
	if !ok {
		return
	}
	i := slices.Index(postures[:], s)
	if i < 0 {
		c.report(n.at, "", "unknown posture "+quote(s), oneOf(postures[:]), meant(s, postures[:]))
		return
	}
	posture := rule.Posture(i)
	c.out.Posture = &posture
}

// namedClasses compiles the [class] table.
func (c *compiler) namedClasses(n *node) {
	if !c.isTable(n, "class", "") {
		return
	}
	for _, k := range n.kids {
		if !c.isID(k, "class") {
			continue
		}
		if isBuiltin(k.key) {
			c.report(k.keyAt, k.key, "class "+quote(k.key)+" is built in", "", "choose another name")
			continue
		}
		named := rule.Named{Name: k.key}
		for _, t := range c.strs(k, "class "+k.key, "") {
			named.Globs = append(named.Globs, t.text)
		}
		if len(named.Globs) == 0 && len(k.kids) == 0 {
			c.report(k.at, k.key, "class "+k.key+" holds nothing", "", "")
		}
		c.classes = append(c.classes, k.key)
		c.out.Classes = append(c.out.Classes, named)
	}
	sortNamed(c.out.Classes)
	c.classes = sorted(c.classes)
}

// lookup makes the file's own tools findable by each of their names.
func (c *compiler) lookup() {
	c.own = make(map[string]*catalog.Tool)
	for i := range c.out.Tools {
		t := &c.out.Tools[i]
		c.own[t.Name] = t
		for _, name := range t.Same {
			if c.own[name] == nil {
				c.own[name] = t
			}
		}
	}
}

// Tool finds a grammar: the file's own, else the catalogue's.
func (c *compiler) Tool(name string) *catalog.Tool {
	if t := c.own[name]; t != nil || c.cat == nil {
		return t
	}
	return c.cat.Tool(name)
}

// Policed is false: no pattern depends on it.
func (c *compiler) Policed(string) bool { return false }

// isID reports whether a key is an id, and complains where it is not.
func (c *compiler) isID(n *node, kind string) bool {
	if n.key != "" && strings.Trim(n.key, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		return true
	}
	hint := ""
	if fixed := strings.ToLower(strings.NewReplacer("_", "-", " ", "-", ".", "-").Replace(n.key)); fixed != n.key && fixed != "" {
		hint = "write " + quote(fixed)
	}
	c.report(n.keyAt, n.key, "bad "+kind+" id "+quote(n.key), "lower-case letters, digits and -", hint)
	return false
}
