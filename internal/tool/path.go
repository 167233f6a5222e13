package tool

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Path is a word of the call that the grammar takes as a path.
type Path struct {
	Word   word.Word
	Access Access
	Span   word.Span
}

// accesses are what the lists of roles say, in the order of Invocation.roles.
var accesses = [...]Access{Reads, Writes, Appends, Deletes, Fetches}

func (inv *Invocation) roles() [5][]catalog.Role {
	t := inv.Tool
	return [...][]catalog.Role{t.Reads, t.Writes, t.Appends, t.Deletes, t.Fetches}
}

// Paths returns the operands and the option values that the grammar takes as
// paths, with what happens to them. "-" is none: it is a standard stream.
func (inv *Invocation) Paths() []Path {
	if !inv.looked {
		inv.looked, inv.paths = true, inv.findPaths()
	}
	return inv.paths
}

func (inv *Invocation) findPaths() []Path {
	if inv.Tool == nil {
		return nil
	}
	var out []Path
	for i := range inv.Operands {
		if op := &inv.Operands[i]; op.Access == Fetches {
			out = append(out, Path{Word: inv.below(fetched(op.Word)), Access: Writes, Span: op.Word.Span})
		} else if op.Access != 0 {
			out = append(out, Path{Word: inv.below(op.path(inv.style())), Access: op.Access, Span: op.Word.Span})
		}
	}
	for i, roles := range inv.roles() {
		for j := range roles {
			if role := &roles[j]; isOptionName(role.Option) && inv.Holds(role.Cond) != tri.No {
				out = inv.valuePaths(out, role.Option, accesses[i])
			}
		}
	}
	return out
}

// fetched is the file into which what an address names is put: what follows the
// last slash, up to a query.
func fetched(w word.Word) word.Word {
	s, known := w.Known()
	if !known {
		return w
	}
	s, _, _ = strings.Cut(s[strings.LastIndexByte(s, '/')+1:], "?")
	return word.Word{Pieces: word.Text{{Kind: word.Lit, Text: s}}, Span: w.Span}
}

func (inv *Invocation) valuePaths(out []Path, option string, access Access) []Path {
	name := [1]string{option}
	for _, v := range inv.Values(name[:]) {
		if !stream(v) {
			out = append(out, Path{Word: inv.below(v), Access: access, Span: v.Span})
		}
	}
	return out
}

// below puts a relative path below the directory in which the tool works. One
// that begins with something unknown may be absolute.
func (inv *Invocation) below(w word.Word) word.Word {
	if inv.Tool == nil || len(inv.Tool.Chdir) == 0 || !relative(w) {
		return w
	}
	dirs := inv.Values(inv.Tool.Chdir)
	for i := len(dirs) - 1; i >= 0 && relative(w); i-- {
		pieces := append(slices.Clone(dirs[i].Pieces), word.Piece{Kind: word.Lit, Text: "/"})
		w.Pieces = append(pieces, w.Pieces...)
	}
	if name, known := w.Known(); known && len(w.Pieces.From()) == 0 {
		w.Pieces = word.Text{{Kind: word.Lit, Text: name}} // it is tried on many patterns
	}
	return w
}

func relative(w word.Word) bool {
	return len(w.Pieces) > 0 && w.Pieces[0].Kind != word.Unknown && !strings.HasPrefix(w.Pieces[0].Text, "/")
}

// path returns the part of an operand that is a path.
func (op *Operand) path(style catalog.Style) word.Word {
	if style == catalog.DD && op.Key != "" {
		return op.Val
	}
	return op.Word
}

func stream(w word.Word) bool {
	s, ok := w.Known()
	return ok && s == "-"
}

func isOptionName(s string) bool { return s != "" && s[0] == '-' }

// access marks the operands that the grammar takes as paths.
func (r *reader) access() {
	for i, roles := range r.roles() {
		for j := range roles {
			role := &roles[j]
			if isOptionName(role.Option) || r.Holds(role.Cond) == tri.No {
				continue
			}
			if role.Option != "" {
				r.markKey(role.Option, accesses[i])
			} else {
				r.mark(role, accesses[i])
			}
		}
	}
}

func (r *reader) markKey(key string, a Access) {
	for i := range r.Operands {
		if op := &r.Operands[i]; op.Key == key {
			op.Access |= a
		}
	}
}

func (r *reader) mark(role *catalog.Role, a Access) {
	first, last := position(role.From, len(r.Operands)), position(role.To, len(r.Operands))
	if role.To == 0 {
		last = first
	}
	for i := max(first, 0); i <= last && i < len(r.Operands); i++ {
		if op := &r.Operands[i]; !stream(op.Word) {
			op.Access |= a
		}
	}
}

// position turns a place counted from 1, or from the end by negative numbers,
// into an index, which may lie outside of the n operands.
func position(place, n int) int {
	if place < 0 {
		return n + place
	}
	return place - 1
}

// Selected returns the operands that the roles which hold select, but for options
// that the grammar does not know, and whether one holds.
func (inv *Invocation) Selected(roles []catalog.Role) (words []word.Word, ok bool) {
	for i := range roles {
		role := &roles[i]
		if inv.Holds(role.Cond) == tri.No {
			continue
		}
		ok = true
		first, last := position(role.From, len(inv.Operands)), position(role.To, len(inv.Operands))
		for k := max(first, 0); k <= last && k < len(inv.Operands); k++ {
			if wd := inv.Operands[k].Word; !strings.HasPrefix(wd.Pieces.Prefix(), "-") {
				words = append(words, wd)
			}
		}
	}
	return words, ok
}
