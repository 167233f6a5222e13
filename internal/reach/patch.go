package reach

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// patched records the files that a patch changes: as what it makes of them, where
// it applies as it stands, else as a text that nobody has read. What the patch is
// not known to name, as what a pull or another branch brings, counts as the
// project's own.
func (w *walker) patched(f *Found, inv *tool.Invocation, s *shell.Scope) {
	if inv.Effect("patches") == tri.No || inv.Dry == tri.Yes {
		return
	}
	diffs, more := diffed(w.patch(f, inv, s))
	if more {
		w.tooMuch(f, f.Readings[0].Name+" changes more files than are followed")
	}
	for i := range diffs {
		w.patchedFile(f, inv, &diffs[i], s)
	}
}

func (w *walker) patchedFile(f *Found, inv *tool.Invocation, d *diff, s *shell.Scope) {
	var old word.Text
	paths := stripped(d.name, inv)
	at := slices.IndexFunc(paths, func(path string) (there bool) {
		old, _, there = s.ReadFile(word.Literal(path))
		return there
	})
	file := word.Literal(paths[max(at, 0)])
	text, known := old.Known()
	if made, ok := d.apply(text); ok && known && inv.On([]string{"-R"}) == tri.No {
		s.WriteFile(file, word.Text{{Kind: word.Lit, Text: made}}, []int{f.Call.ID}, false)
		return
	}
	f.Derived = true
	s.WriteFile(file, onItsOwn(w.unknownFrom(f)), []int{f.Call.ID}, true)
}

// patch is the text of the patches that a call reads.
func (w *walker) patch(f *Found, inv *tool.Invocation, s *shell.Scope) word.Text {
	var out word.Text
	named := false
	for _, p := range inv.Paths() {
		if p.Access == tool.Reads {
			text, _, _ := s.ReadFile(p.Word)
			out, named = append(out, text...), true
		}
	}
	switch in := f.Call.Stdin; {
	case named:
		return out
	case in.Kind == shell.FedFile && in.Text == nil:
		out, _, _ = s.ReadFile(in.Path)
		return out
	default:
		return in.Text
	}
}

// diff is what a patch says of one file. Its lines are those of its hunks.
type diff struct {
	name  string
	lines []string
}

// diffed are the files that a patch names (unified and context diffs, and what
// git says of renames), a bounded number of them.
func diffed(patch word.Text) (diffs []diff, more bool) {
	for _, line := range splitLines(patch) {
		text, known := line.Known()
		if !known {
			text = "?" // what no hunk holds, so that it does not apply
		}
		if name := names(text); name != "" {
			if len(diffs) >= maxItems {
				return diffs, true
			}
			diffs = append(diffs, diff{name: name})
		} else if n := len(diffs) - 1; n >= 0 && !strings.HasPrefix(text, "--- ") {
			diffs[n].lines = append(diffs[n].lines, text)
		}
	}
	return diffs, false
}

// names is the file that a patch's header names, or "".
func names(line string) string {
	for _, mark := range [...]string{"+++ ", "*** ", "rename to ", "copy to "} {
		if name, ok := strings.CutPrefix(line, mark); ok {
			name, _, _ = strings.Cut(strings.TrimRight(name, "\r"), "\t")
			if name = strings.Trim(name, "\""); name != "/dev/null" {
				return name
			}
		}
	}
	return ""
}

// apply is what a unified diff makes of a text; ok is false where a hunk does not
// stand where it says.
func (d *diff) apply(text string) (out string, ok bool) {
	h := hunks{old: strings.SplitAfter(text, "\n")}
	for _, line := range d.lines {
		begins := strings.HasPrefix(line, "@@ -")
		switch left := h.less > 0 || h.more > 0; {
		case begins && (left || !h.begin(line)), !begins && left && !h.line(line):
			return "", false
		}
	}
	return h.out.String() + strings.Join(h.old[h.at:], ""), h.some && h.less == 0 && h.more == 0
}

// hunks are what has been applied of a diff: up to a line of the old file, and
// how many lines of the old and the new one the hunk still has.
type hunks struct {
	old        []string
	at         int
	out        strings.Builder
	less, more int
	some       bool
}

// begin reads "@@ -l,s +l,s @@" and takes over what stands before the hunk.
func (h *hunks) begin(line string) bool {
	from, to, ok := strings.Cut(strings.TrimPrefix(line, "@@ -"), " +")
	to, _, closed := strings.Cut(to, " @@")
	start, less, known := extent(from)
	_, more, told := extent(to)
	if less > 0 {
		start--
	}
	if !ok || !closed || !known || !told || start < h.at || start > len(h.old) {
		return false
	}
	h.out.WriteString(strings.Join(h.old[h.at:start], ""))
	h.at, h.less, h.more, h.some = start, less, more, true
	return true
}

// extent reads "l,s": where a hunk begins, and its lines, one where it does not
// say.
func extent(s string) (start, lines int, ok bool) {
	first, second, counted := strings.Cut(s, ",")
	start, err := strconv.Atoi(first)
	lines = 1
	if counted && err == nil {
		lines, err = strconv.Atoi(second)
	}
	return start, lines, err == nil && start >= 0 && lines >= 0
}

// line applies a line of a hunk. An empty one is an empty line of both files.
func (h *hunks) line(line string) bool {
	kind, rest := byte(' '), ""
	if line != "" {
		kind, rest = line[0], line[1:]
	}
	if kind == '+' {
		h.out.WriteString(rest + "\n")
		h.more--
		return true
	}
	if kind == '\\' {
		return true
	}
	if kind != ' ' && kind != '-' || h.at >= len(h.old) || strings.TrimSuffix(h.old[h.at], "\n") != rest {
		return false
	}
	if kind == ' ' {
		h.out.WriteString(h.old[h.at])
		h.more--
	}
	h.at++
	h.less--
	return true
}

// stripped are the paths that a name in a patch may stand for: as many of its
// directories taken away as -p says, git's "b/" where nothing does, and then
// more of them, where the call may run below the directory of the patch.
func stripped(name string, inv *tool.Invocation) (paths []string) {
	strip := 0
	if strings.HasPrefix(name, "a/") || strings.HasPrefix(name, "b/") {
		strip = 1
	}
	for _, v := range inv.Values([]string{"-p"}) {
		if n, err := strconv.Atoi(v.String()); err == nil {
			strip = n
		}
	}
	parts := strings.Split(name, "/")
	for n := min(max(strip, 0), len(parts)-1); n < len(parts); n++ {
		paths = append(paths, strings.Join(parts[n:], "/"))
	}
	return paths
}
