package audit

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"

	"tagout/internal/safeguard"
	"tagout/internal/tree"
)

// agent judges what the settings of harnesses let an agent run.
func (c *checker) agent() {
	for i := range c.table.Harness {
		h := &c.table.Harness[i]
		for _, name := range h.Files {
			c.harness(h, c.project.Root, name, "")
		}
		if c.project.Home == nil {
			continue
		}
		for _, name := range h.Home {
			c.harness(h, c.project.Home, name, "~/")
		}
	}
	if c.project.Home == nil {
		c.unseen(3, "what an agent may run on people's own machines: no home was read")
	}
	switch g := c.project.Guard; {
	case !g.Seen:
		c.unseen(3, "whether tagout stands between an agent and the shell: no settings of an agent's were found")
	default:
		for _, f := range g.Faults {
			c.found(safeguard.Finding{ID: "SG-AGENT-1", Severity: safeguard.High, About: "tagout", Msg: f.Msg, Mend: f.Mend}, place{})
		}
	}
	c.unseen(3, "what an agent was allowed on its command line, or in a session")
}

// guarded reports whether tagout's hook is known to be effective.
func (c *checker) guarded(h *agentRow) bool {
	return h.Name == "Claude Code" && c.project.Guard.Seen && len(c.project.Guard.Faults) == 0
}

// harness reads one settings file.
func (c *checker) harness(h *agentRow, in fs.FS, name, prefix string) {
	src, msg := c.open(in, name)
	if msg != "" {
		c.partly(prefix+name, msg)
	}
	if src == nil {
		return
	}
	src.name = prefix + name
	if strings.HasSuffix(name, ".toml") {
		c.tomlSwitches(h, src)
		return
	}
	doc, err := tree.Parse([]byte(src.text))
	if err != nil {
		c.partly(src.name, "cannot be read as JSON: "+err.Error())
		return
	}
	for i := range h.Off {
		off := &h.Off[i]
		if v := doc.Get(off.path...); v != nil && off.holds(scalar(v)) {
			c.switchedOff(h, off, place{src, v.Start, v.End})
		}
	}
	c.allowed(h, src, doc)
}

// scalar is a JSON value as text, "" for a container.
func scalar(n *tree.Node) string {
	switch n.Kind {
	case tree.True:
		return "true"
	case tree.False:
		return "false"
	}
	return n.Text
}

func (c *checker) switchedOff(h *agentRow, off *condition, at place) {
	c.found(safeguard.Finding{ID: "SG-AGENT-1", Severity: safeguard.High, About: h.Name, Mend: "remove it",
		Msg: fmt.Sprintf("%s is %s: nobody is asked before a command runs", strings.Join(off.path, "."), strings.Join(off.value, "|"))}, at)
}

// tomlSwitches looks for settings in a TOML file; a line that begins with the
// last name stands for its place.
func (c *checker) tomlSwitches(h *agentRow, src *source) {
	var doc map[string]any
	if _, err := toml.Decode(src.text, &doc); err != nil {
		c.partly(src.name, "cannot be read as TOML: "+err.Error())
		return
	}
	for i := range h.Off {
		off := &h.Off[i]
		var v any = doc
		for _, name := range off.path {
			table, _ := v.(map[string]any)
			v = table[name]
		}
		if v != nil && off.holds(fmt.Sprint(v)) {
			c.switchedOff(h, off, lineOf(src, off.path[len(off.path)-1]))
		}
	}
}

func lineOf(src *source, word string) place {
	at := 0
	for line := range strings.Lines(src.text) {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), word) {
			return place{src, at, at + len(strings.TrimRight(line, "\r\n"))}
		}
		at += len(line)
	}
	return place{in: src}
}

// allowed judges the rules by which commands run unasked.
func (c *checker) allowed(h *agentRow, src *source, doc *tree.Node) {
	if h.Allow == "" {
		return
	}
	denied := h.Denied(doc)
	list := doc.Get(strings.Split(h.Allow, ".")...)
	if list == nil {
		return
	}
	for _, item := range list.Items {
		rule, ok := item.Str()
		if !ok {
			continue
		}
		command := c.covers(h, rule, denied)
		if command == "" {
			continue
		}
		f := safeguard.Finding{ID: "SG-AGENT-1", Severity: safeguard.High, About: h.Name, Mend: "remove it, or allow what only reads: " + h.Tools[0] + "(terraform plan:*)",
			Msg: fmt.Sprintf("%s lets `%s` run unasked", rule, command)}
		if c.guarded(h) {
			f.Severity = safeguard.Low
			f.Msg += ", but for tagout's hook"
		}
		c.found(f, place{src, item.Start, item.End})
	}
}

// covers returns the first command of the table that a rule lets through and
// none of the others holds back.
func (c *checker) covers(h *agentRow, rule string, denied []string) string {
	for _, command := range c.table.Unasked.Commands {
		if h.Lets(rule, command) && !h.Held(denied, command) {
			return command
		}
	}
	return ""
}
