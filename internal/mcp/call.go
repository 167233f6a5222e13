package mcp

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tagout/internal/glob"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tree"
)

// Call is a proposed call of a tool.
type Call struct {
	// Names are what the tool's name may mean, the likeliest first; there is one
	// at least.
	Names []Name
	// Input are the call's arguments, nil for none.
	Input *tree.Node
}

// Name is a tool of a server. The server's is chosen by whoever registers it.
type Name struct{ Server, Tool string }

// maxNames bounds the readings of one name.
const maxNames = 8

// Prefixed parts a name that begins as those of tools of servers do, ok is false
// for any other: mcp__SERVER__TOOL of Claude Code and those that follow it,
// mcp_SERVER_TOOL of Gemini CLI and VS Code, @SERVER/TOOL of Kiro. Where it may be
// parted in several places every one is a reading.
func Prefixed(name string) (names []Name, ok bool) {
	if rest, is := strings.CutPrefix(name, "mcp__"); is {
		return parted(rest, "__"), rest != ""
	}
	if rest, is := strings.CutPrefix(name, "mcp_"); is {
		return parted(rest, "_"), rest != ""
	}
	if rest, is := strings.CutPrefix(name, "@"); is && strings.Contains(rest, "/") {
		return parted(rest, "/"), true
	}
	return nil, false
}

// gateway is what stands between a target's name and its tool's at gateways that
// put several servers behind one, such as AWS's.
const gateway = "___"

// Behind are names and what they mean where a gateway made them of a target and a
// tool.
func Behind(names []Name) []Name {
	for _, n := range names {
		target, tool, is := strings.Cut(n.Tool, gateway)
		if behind := (Name{target, tool}); is && target != "" && tool != "" && !slices.Contains(names, behind) {
			names = append(names, behind)
		}
	}
	return names
}

// parted are the ways to part a name at a separator; the name alone where it has
// none.
func parted(name, separator string) (names []Name) {
	for at := 0; len(names) < maxNames; {
		i := strings.Index(name[at:], separator)
		if i < 0 {
			break
		}
		at += i
		if tool := name[at+len(separator):]; at > 0 && tool != "" {
			names = append(names, Name{name[:at], tool})
		}
		at += len(separator)
	}
	if len(names) == 0 {
		names = []Name{{"", name}}
	}
	return names
}

// Fits reports whether a row speaks of a call.
func Fits(r *rule.Reading, c *Call) bool {
	return slices.ContainsFunc(c.Names, func(n Name) bool {
		return matches(r.Tools, n.Tool) && (len(r.Servers) == 0 || matches(r.Servers, n.Server))
	})
}

func matches(globs []string, name string) bool {
	name = Fold(name)
	return slices.ContainsFunc(globs, func(g string) bool { return glob.MatchString(Fold(g), name, glob.Loose) })
}

// Covers reports whether a row speaks of every tool that another speaks of.
func Covers(o, r *rule.Reading) bool {
	covered := func(by, names []string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !matches(by, strings.ReplaceAll(n, "*", "x*x")) })
	}
	return covered(o.Tools, r.Tools) && (len(o.Servers) == 0 || len(r.Servers) > 0 && covered(o.Servers, r.Servers))
}

// Fold makes names alike that harnesses and servers spell apart: by case, and by
// what stands between words.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case r == '-', r == '.', r == ' ', r == '/', r == ':':
			return '_'
		}
		return r
	}, name)
}

// Program is the name of the made program whose commands are the calls
// themselves: mcp SERVER TOOL FIELD=VALUE …
const Program = "mcp"

// unnamed stands for a server whose name is not told.
const unnamed = "unnamed"

// Lines are the call as commands of the made program, one for each reading of its
// name.
func (c *Call) Lines() (lines []string) {
	fields := c.options()
	for _, n := range c.Names {
		server := n.Server
		if server == "" {
			server = unnamed
		}
		line, _ := shell.Spell([]string{Program, server, n.Tool})
		lines = append(lines, line+fields)
	}
	return lines
}

const (
	// maxValue bounds a value that is written out, in bytes, maxList the elements
	// of a list each of which is a word, and maxFields all that is written out.
	maxValue  = 1 << 10
	maxList   = 32
	maxFields = 8 << 10
)

// options are the fields as key=value words, one for each element of a list. A
// value that is too long to be of use to a pattern is one that is not known, under
// a name that no other value has.
func (c *Call) options() string {
	var b strings.Builder
	if c.Input == nil {
		return ""
	}
	for _, m := range c.Input.Members {
		list := []*tree.Node{m.Value}
		if m.Value.Kind == tree.Array && len(m.Value.Items) <= maxList {
			list = m.Value.Items
		}
		for _, item := range list {
			if item.Kind != tree.Null {
				b.WriteString(" " + field(m.Name, valueOf(item), min(maxValue, maxFields-b.Len())))
			}
		}
	}
	return b.String()
}

// field is a field as a word of which room bytes may be its value's.
func field(name, value string, room int) string {
	if len(value) <= room {
		text, _ := shell.Spell([]string{name + "=" + value})
		return text
	}
	text, _ := shell.Spell([]string{name + "="})
	sum := sha256.Sum256([]byte(value))
	return text + `"$sha256_` + hex.EncodeToString(sum[:8]) + `"`
}
