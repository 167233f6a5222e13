package source

import (
	"slices"
	"strings"

	"tagout/internal/word"
)

// Patch and ApplyPatch are the formats that say how files change: the diffs that
// patch and git apply read, and the form of apply_patch.
// https://github.com/openai/codex/blob/main/codex-rs/apply-patch/apply_patch_tool_instructions.md
const (
	Patch      = "patch"
	ApplyPatch = "apply_patch"
)

// Change is what a patch does to one file.
type Change struct {
	// From and To are the file's names before and after as the patch has them,
	// "" where there is none: it is made, or deleted.
	From, To string
	// moved: git says that the content goes from one to the other, copied: and
	// stays. Else they are two names of a file, of which the one that is there is
	// meant.
	moved, copied bool
	// mode is the one it gets, or had; "" where that is not told.
	mode  string
	hunks []hunk
	// loose: not all that becomes of the content is told.
	loose bool
	// plain: the names are paths as they stand.
	plain bool
	in    *holes
}

// hunk is a part of a file that changes. Its lines begin with " ", "-" or "+".
type hunk struct {
	// at is how many lines stand before it in the old file, -1 where that is to be
	// found out, to in the new one.
	at, to int
	lines  []string
}

// side are the hunk's lines of some kinds.
func (h *hunk) side(kinds string) []string {
	var out []string
	for _, line := range h.lines {
		if strings.IndexByte(kinds, line[0]) >= 0 {
			out = append(out, line[1:])
		}
	}
	return out
}

// Depths returns how many directories of the names may be taken away: as many as
// strip, where that is not below 0, else git's "a/", and then more of them, where
// the patch may be applied below the directory that it was made in.
func (c *Change) Depths(strip int) (first, last int) {
	if c.plain {
		return 0, 0
	}
	name := c.To
	if name == "" {
		name = c.From
	}
	last = strings.Count(name, "/")
	if strip < 0 && (strings.HasPrefix(name, "a/") || strings.HasPrefix(name, "b/")) {
		strip = 1
	}
	first = min(max(strip, 0), last)
	if c.From == "" {
		last = first
	}
	return first, last
}

// Named returns where the content comes from and goes to, with so many directories
// taken away.
func (c *Change) Named(depth int) (from, to word.Text) {
	name := c.From
	if !c.moved && c.To != "" {
		name = c.To
	}
	return c.in.text(below(name, depth)), c.in.text(below(c.To, depth))
}

// below is a name without that many of its directories.
func below(name string, depth int) string {
	parts := strings.Split(name, "/")
	return strings.Join(parts[min(depth, len(parts)-1):], "/")
}

// Shell returns what a shell would do to the same effect: a file that is new is
// written, one that is changed has the added lines appended, since what was there
// may still be.
func (c *Change) Shell(depth int) []Part {
	p := partReader{holes: *c.in}
	from, to, op := shellQuoted(below(c.From, depth)), shellQuoted(below(c.To, depth)), " >> "
	switch {
	case c.To == "":
		if c.From != "" {
			p.add("rm "+from, "")
		}
		return p.parts
	case c.From == "":
		op = " > "
	case c.copied:
		p.add("cp "+from+" "+to, "")
	case from != to && !c.moved:
		p.add(": >> "+from, "")
	case from != to:
		p.add("mv "+from+" "+to, "")
	case c.mode != "":
		p.add("chmod "+shellQuoted(strings.TrimPrefix(c.mode, "100"))+" "+to, "")
	}
	switch added := c.added(); {
	case c.mode == "120000": // a link, which leads to its content
		p.add("ln -s "+shellQuoted(strings.TrimSuffix(added, "\n"))+" "+to, "")
	case added != "":
		p.add("cat"+op+to, added)
	case len(p.parts) == 0 || !c.moved && c.mode == "" || c.Edits():
		p.add(":"+op+to, "")
	}
	return p.parts
}

// maxAdded bounds what is kept of the lines that a patch adds to one file, in
// bytes.
const maxAdded = 64 << 10

// added are the lines that the file gets.
func (c *Change) added() string {
	var b strings.Builder
	for i := 0; i < len(c.hunks) && b.Len() < maxAdded; i++ {
		b.WriteString(strings.Join(c.hunks[i].side("+"), ""))
	}
	return b.String()
}

// Edits reports whether the content changes.
func (c *Change) Edits() bool { return len(c.hunks) > 0 || c.loose }

// Apply returns what the file holds afterwards; false where a hunk does not stand
// where it says, or not all is told.
func (c *Change) Apply(old string) (string, bool) {
	var out strings.Builder
	lines := strings.SplitAfter(old, "\n")
	done := 0
	for i := range c.hunks {
		h := &c.hunks[i]
		want, at := h.side(" -"), h.at
		if at < 0 {
			at = place(lines, want, done)
		}
		if at < done || at > len(lines) || !begin(lines[at:], want) {
			return "", false
		}
		out.WriteString(strings.Join(lines[done:at], "") + strings.Join(h.side(" +"), ""))
		done = at + len(want)
	}
	return out.String() + strings.Join(lines[done:], ""), !c.loose
}

// place is the first place of some lines among others, -1 where there is none.
func place(lines, want []string, from int) int {
	for at := from; len(want) > 0 && at < len(lines); at++ {
		if begin(lines[at:], want) {
			return at
		}
	}
	return -1
}

// begin reports whether lines begin with others; the last one may lack its end.
func begin(lines, with []string) bool {
	return len(lines) >= len(with) && slices.EqualFunc(lines[:len(with)], with, func(a, b string) bool {
		return strings.TrimSuffix(a, "\n") == strings.TrimSuffix(b, "\n")
	})
}

// reverse turns a change around (patch -R).
func (c *Change) reverse() {
	c.From, c.To, c.copied = c.To, c.From, false
	for i := range c.hunks {
		h := &c.hunks[i]
		h.at, h.to = h.to, h.at
		for k, line := range h.lines {
			if at := strings.IndexByte("+-", line[0]); at >= 0 {
				h.lines[k] = "-+"[at:at+1] + line[1:]
			}
		}
	}
}
