package policy

import (
	"slices"

	"tagout/internal/catalog"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// ReadOnly reports whether a command is plainly read-only: every call it makes
// is one that the catalogue knows to change nothing, and none of it is unknown,
// armed by a variable, or written to a file.
func (p *Policy) ReadOnly(c Command, w World) (plain bool) {
	defer func() {
		if recover() != nil {
			plain = false // Evaluate tells of the fault
		}
	}()
	calls, problems := p.calls(c, w.Remembering())
	if len(problems) > 0 {
		return false
	}
	for _, f := range calls {
		if f != nil && (!reads(f) || vagueWords(f.Call.Words)) {
			return false
		}
	}
	return true
}

// reads reports whether a call is known to change nothing, whatever those of its
// words are that are not known.
func reads(f *reach.Found) bool {
	c := f.Call
	if c.Shadowed || c.Where.Place != shell.Here || len(c.Assigns) > 0 || len(f.Readings) == 0 || leavesWrite(c) {
		return false
	}
	for i := range f.Readings {
		inv := &f.Readings[i]
		// A path may name another program of that name.
		if program, _ := inv.Program.Known(); program != inv.Name || inv.Guessed || inv.Effect("read") != tri.Yes || changes(inv) || !plainScripts(inv) || excludedWord(inv.Tool, c.Words[1:]) {
			return false
		}
	}
	return true
}

// excludedWord reports whether a word is one with which the tool may do more than
// its row says.
func excludedWord(t *catalog.Tool, words []word.Word) bool {
	return slices.ContainsFunc(words, func(w word.Word) bool { return excluded(t, w.String()) })
}

// changes reports whether a call names a file that it writes or removes.
func changes(inv *tool.Invocation) bool {
	return slices.ContainsFunc(inv.Paths(), func(p tool.Path) bool { return p.Access&^tool.Reads != 0 })
}
