package source

import (
	"strconv"
	"strings"

	"tagout/internal/word"
)

// Changes returns what a text in a format of patches does to files, turned around
// where reverse is set, and whether it does more than is read.
func Changes(format string, t word.Text, reverse bool) (changes []Change, more bool) {
	r := patchReader{in: &holes{}}
	read := r.line
	if format == ApplyPatch {
		read = r.plain
	}
	for _, line := range commandLines(r.in.flat(t)) {
		read(strings.TrimSuffix(line, "\r"))
	}
	r.cut()
	for i := 0; reverse && i < len(r.changes); i++ {
		r.changes[i].reverse()
	}
	return r.changes, r.more
}

// patchReader gathers the changes of one patch.
type patchReader struct {
	in      *holes
	changes []Change
	more    bool
	// mark and was are the last line that named a file, where no hunk has come.
	mark, was string
	// head: what git says of the last change may come; body: a hunk of it may.
	head, body bool
	// older and newer are how many lines the last hunk still has of either file.
	older, newer int
}

// begin adds a change. One over the bound is read, and dropped for the next.
func (r *patchReader) begin(from, to string) *Change {
	if len(r.changes) >= maxParts {
		r.more, r.changes = true, r.changes[:maxParts-1]
	}
	r.changes = append(r.changes, Change{From: from, To: to, in: r.in})
	r.head, r.body = false, false
	return r.last()
}

// last is the change that is being read, one of no file before the first.
func (r *patchReader) last() *Change {
	if len(r.changes) == 0 {
		return &Change{}
	}
	return &r.changes[len(r.changes)-1]
}

// cut ends a hunk, which is broken where lines of it have not come.
func (r *patchReader) cut() {
	if r.older > 0 || r.newer > 0 {
		r.last().loose = true
	}
	r.older, r.newer = 0, 0
}

// line reads a line of diffs. One of a hunk is no header, however it looks, and
// one that is none ends what git says of a change.
func (r *patchReader) line(line string) {
	if (r.older > 0 || r.newer > 0) && r.hunkLine(line) {
		return
	}
	r.cut()
	before, was := r.mark, r.was
	mark, name := header(line)
	if mark != "" || before == "*** " {
		r.mark, r.was = mark, name
	}
	switch {
	case strings.HasPrefix(line, "@@ -"):
		if before == "--- " {
			r.begin(was, was)
			r.body = true
		}
		r.hunk(line)
	case r.body && strings.HasPrefix(line, `\`):
		r.unended()
	case mark == "+++ ":
		if before != "--- " {
			was = name
		}
		r.renew(was, name)
	case mark == "--- " && before == "*** ": // a context diff
		r.begin(was, name).loose = true
	case mark == "diff --git " || mark == "Index: ":
		r.begin(name, name)
		r.head = true
	case mark == "":
		r.head, r.body = r.head && r.headed(line), false
	}
}

// renew begins the hunks of a file: of the last change, where its head is that of
// the same file.
func (r *patchReader) renew(was, name string) {
	if c := r.last(); r.head && (c.To == "" || name == "" || c.To == name) {
		c.From, c.To = was, name
	} else {
		r.begin(was, name)
	}
	r.head, r.body = false, true
}

// headed reads a line of what git says of a file before its hunks.
func (r *patchReader) headed(line string) bool {
	c := r.last()
	what, rest, _ := strings.Cut(line, " ")
	more, value, _ := strings.Cut(rest, " ")
	switch what + " " + more {
	case "rename from", "copy from":
		c.From, c.moved, c.copied = "a/"+fileName(value), true, what == "copy"
	case "rename to", "copy to":
		c.To = "b/" + fileName(value)
	case "new file":
		c.From, c.mode = "", strings.TrimPrefix(value, "mode ")
	case "deleted file":
		c.To, c.mode = "", strings.TrimPrefix(value, "mode ")
	case "new mode":
		c.mode = value
	case "GIT binary", "Binary files":
		c.loose = true
	case "old mode":
	default:
		if what == "index" && value == "120000" {
			c.mode = value
		}
		return what == "index" || strings.HasSuffix(what, "similarity")
	}
	return true
}

// hunk reads "@@ -l,s +l,s @@", which counts for nothing where no file is named.
func (r *patchReader) hunk(line string) {
	if r.mark = ""; !r.head && !r.body {
		return
	}
	from, to, _ := strings.Cut(strings.TrimPrefix(line, "@@ -"), " +")
	to, _, closed := strings.Cut(to, " @@")
	r.head, r.body = false, true
	at, older, known := extent(from)
	into, newer, told := extent(to)
	c := r.last()
	c.loose = c.loose || !closed || !known || !told
	c.hunks = append(c.hunks, hunk{at: at, to: into})
	r.older, r.newer = older, newer
}

// extent reads "l,s": how many lines stand before a hunk, and how many are its
// own, one where it does not say.
func extent(s string) (before, lines int, ok bool) {
	first, second, counted := strings.Cut(s, ",")
	before, err := strconv.Atoi(first)
	lines = 1
	if counted && err == nil {
		lines, err = strconv.Atoi(second)
	}
	if lines > 0 {
		before--
	}
	return before, lines, err == nil && before >= 0 && lines >= 0
}

// hunkLine takes a line into the last hunk, false where it cannot be one of it.
// An empty one is an empty line of both files.
func (r *patchReader) hunkLine(line string) bool {
	if line == "" {
		line = " "
	}
	switch line[0] {
	case ' ':
		r.older, r.newer = r.older-1, r.newer-1
	case '-':
		r.older--
	case '+':
		r.newer--
	case '\\':
		r.unended()
		return true
	default:
		return false
	}
	r.keep(line)
	return true
}

// keep adds a line to the last hunk.
func (r *patchReader) keep(line string) {
	c := r.last()
	c.loose = c.loose || holed(line) || r.older < 0 || r.newer < 0
	if n := len(c.hunks); n > 0 {
		c.hunks[n-1].lines = append(c.hunks[n-1].lines, line+"\n")
	}
}

// unended takes the end of the line before away: it has none in the file.
func (r *patchReader) unended() {
	if c := r.last(); len(c.hunks) > 0 {
		if lines := c.hunks[len(c.hunks)-1].lines; len(lines) > 0 {
			lines[len(lines)-1] = strings.TrimSuffix(lines[len(lines)-1], "\n")
		}
	}
}

// header reads a line of a diff that names a file, "" for any other.
func header(line string) (mark, name string) {
	for _, mark := range [...]string{"--- ", "+++ ", "*** ", "Index: ", "diff --git "} {
		rest, is := strings.CutPrefix(line, mark)
		if !is {
			continue
		}
		if half := len(rest) / 2; mark == "diff --git " {
			if name = fileName(rest[half:]); below(name, 1) != below(fileName(rest[:half]), 1) {
				name = "" // other lines have both
			}
			return mark, name
		}
		if strings.TrimSpace(rest) != "" {
			return mark, fileName(rest)
		}
	}
	return "", ""
}

// fileName is a name as a header has it: perhaps quoted, and with a time behind a
// tab, or behind a blank as old programs put it.
func fileName(s string) string {
	name, _, timed := strings.Cut(s, "\t")
	name = strings.TrimSpace(name)
	if name == "/dev/null" {
		return ""
	}
	if plain, err := strconv.Unquote(name); err == nil {
		return plain
	}
	if at := strings.IndexByte(name, ' '); !timed && at > 0 && at+1 < len(name) && name[at+1] >= '0' && name[at+1] <= '9' {
		return name[:at]
	}
	return name
}

// plain reads a line in the form of apply_patch.
func (r *patchReader) plain(line string) {
	mark, path, _ := strings.Cut(strings.TrimLeft(line, " \t"), ": ")
	path = strings.TrimSpace(path)
	switch {
	case path != "" && mark == "*** Add File":
		r.begin("", path).hunks = []hunk{{}}
	case path != "" && mark == "*** Update File":
		r.begin(path, path)
	case path != "" && mark == "*** Delete File":
		r.begin(path, "")
	case path != "" && mark == "*** Move to":
		r.last().To, r.last().moved = path, true
	default:
		r.plainLine(line)
	}
	r.last().plain = true
}

// plainLine reads a line of what becomes of a file. Words behind "@@" and the end
// of the file say where, which is not followed.
func (r *patchReader) plainLine(line string) {
	c := r.last()
	c.loose = c.loose || strings.HasPrefix(line, "@@ ") || line == "*** End of File"
	switch {
	case strings.HasPrefix(line, "*** ") || line == "":
	case strings.HasPrefix(line, "@@"):
		c.hunks = append(c.hunks, hunk{at: -1})
	case strings.IndexByte(" +-", line[0]) >= 0:
		if len(c.hunks) == 0 {
			c.hunks = []hunk{{at: -1}}
		}
		r.keep(line)
	}
}
