package cli

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"

	"tagout/internal/harness"
)

// tomlSettings is a TOML document with an array of tables, one for a hook. What
// install adds stands at the end between two comments: a table there changes
// nothing above it, and the comments make it plain what to take out again. A
// library that prints the document anew would lose comments and order.
type tomlSettings struct {
	name  string
	r     *harness.Registration
	entry []byte
}

const (
	tomlBegin = "# tagout: begin; `tagout uninstall` takes this out"
	tomlEnd   = "# tagout: end"
	// unended is what the first line says where the document's last line had
	// no end before.
	unended = ", with the line break above"
)

func (s *tomlSettings) add(before []byte) ([]byte, error) {
	table, err := s.read(before)
	if err != nil {
		return nil, err
	}
	from, to, ok := block(before)
	if !ok && len(s.ownTables(table)) > 0 {
		return nil, wrong("take it out first; nothing was changed", "%s registers tagout by hand", s.name)
	}
	rest := before
	if ok {
		rest = cutOut(before, from, to)
	}
	after := s.append(rest)
	if bytes.Equal(after, before) {
		return before, nil
	}
	return after, s.proved(rest, after)
}

// append puts the block at the end.
func (s *tomlSettings) append(text []byte) []byte {
	newline := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		newline = "\r\n"
	}
	begin, lead := tomlBegin, ""
	switch {
	case len(text) == 0:
	case !bytes.HasSuffix(text, []byte("\n")):
		begin, lead = begin+unended, newline+newline
	default:
		lead = newline
	}
	added := lead + strings.ReplaceAll(begin+"\n"+string(s.entry)+tomlEnd+"\n", "\n", newline)
	return append(bytes.Clone(text), added...)
}

// proved holds an edit to what it is meant to do: one table more, and the rest
// as it was.
func (s *tomlSettings) proved(rest, after []byte) error {
	was, err := s.read(rest)
	if err != nil {
		return err
	}
	is, err := s.read(after)
	if err != nil {
		return wrong("`"+s.r.Event+"` has to be an array of tables, [["+s.r.Event+"]]; nothing was changed", "%s cannot take a hook: %v", s.name, err)
	}
	tables, _ := is[s.r.Event].([]map[string]any)
	old, _ := was[s.r.Event].([]map[string]any)
	same := len(tables) == len(old)+1
	delete(is, s.r.Event)
	delete(was, s.r.Event)
	if !same || !reflect.DeepEqual(is, was) {
		return wrong("mend it first; nothing was changed", "%s cannot take a hook at its end", s.name)
	}
	return nil
}

func (s *tomlSettings) read(data []byte) (map[string]any, error) {
	table := map[string]any{}
	if err := toml.Unmarshal(data, &table); err != nil {
		return nil, wrong("mend it first; nothing was changed", "%s cannot be read: %v", s.name, err)
	}
	return table, nil
}

// ownTables are the tables that start tagout.
func (s *tomlSettings) ownTables(table map[string]any) []map[string]any {
	var out []map[string]any
	tables, _ := table[s.r.Event].([]map[string]any)
	for _, t := range tables {
		if line, _ := t["command"].(string); callsHook(line) {
			out = append(out, t)
		}
	}
	return out
}

func (s *tomlSettings) remove(now, backup []byte) ([]byte, error) {
	from, to, ok := block(now)
	if !ok {
		return now, nil
	}
	rest := cutOut(now, from, to)
	if backup != nil && bytes.Equal(bytes.TrimRight(rest, "\r\n"), bytes.TrimRight(backup, "\r\n")) {
		return backup, nil
	}
	if len(rest) == 0 && backup == nil {
		return nil, nil
	}
	return rest, nil
}

// block finds what install added.
func block(text []byte) (from, to int, ok bool) {
	from = bytes.Index(text, []byte(tomlBegin))
	if from < 0 || from > 0 && text[from-1] != '\n' {
		return 0, 0, false
	}
	end := bytes.Index(text[from:], []byte(tomlEnd))
	if end < 0 {
		return 0, 0, false
	}
	to = from + end + len(tomlEnd)
	if next := bytes.IndexByte(text[to:], '\n'); next >= 0 {
		return from, to + next + 1, true
	}
	return from, len(text), true
}

// cutOut takes a block out, with the line breaks that install put before it.
func cutOut(text []byte, from, to int) []byte {
	head := text[:from]
	breaks := 1
	if bytes.HasPrefix(text[from:], []byte(tomlBegin+unended)) {
		breaks = 2
	}
	for ; breaks > 0 && bytes.HasSuffix(head, []byte("\n")); breaks-- {
		head = bytes.TrimSuffix(bytes.TrimSuffix(head, []byte("\n")), []byte("\r"))
	}
	return append(bytes.Clone(head), text[to:]...)
}

func (s *tomlSettings) find(data []byte) ([]found, error) {
	table, err := s.read(data)
	if err != nil {
		return nil, err
	}
	var out []found
	at := max(bytes.Index(data, []byte(tomlBegin)), 0)
	for _, t := range s.ownTables(table) {
		f := found{at: at, shell: true}
		if f.event, _ = t["event"].(string); f.event == "PreToolUse" {
			f.event = s.r.Event
		}
		f.matcher, _ = t["matcher"].(string)
		f.argv = []string{"/bin/sh", "-c", fmt.Sprint(t["command"])}
		out = append(out, f)
	}
	return out, nil
}
