package survey

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"
)

// changes are the lines of files that a change has touched.
type changes struct {
	// of has the ranges of each file; nil ranges: all of its lines are new.
	of map[string][]lineRange
}

type lineRange struct{ first, last int }

func (c *changes) file(name string) bool {
	_, ok := c.of[name]
	return ok
}

// lines reports whether one of the lines from first to last is changed. A file as
// a whole (line 0) is where any is.
func (c *changes) lines(name string, first, last int) bool {
	ranges, ok := c.of[name]
	if !ok || ranges == nil || first == 0 {
		return ok
	}
	for _, r := range ranges {
		if first <= r.last && last >= r.first {
			return true
		}
	}
	return false
}

// changesSince asks git which lines differ from a commit, or from where this
// branch left it. Files that git does not have yet are new.
func changesSince(root, base string) (*changes, error) {
	if strings.HasPrefix(base, "-") {
		return nil, errors.New("no commit has the name " + strconv.Quote(base))
	}
	args := []string{"diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--relative", "--diff-filter=d", "--src-prefix=a/", "--dst-prefix=b/"}
	diff, err := git(root, append(args[:len(args):len(args)], "--merge-base", base, "--")...)
	if err != nil { // a shallow clone has no common commit
		diff, err = git(root, append(args[:len(args):len(args)], base, "--")...)
	}
	if err != nil {
		return nil, err
	}
	fresh, err := git(root, "ls-files", "-z", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	c := parseDiff(diff)
	for name := range strings.SplitSeq(fresh, "\x00") {
		if name != "" {
			c.of[filepath.ToSlash(name)] = nil
		}
	}
	return c, nil
}

// parseDiff reads which lines a diff without context adds.
func parseDiff(diff string) *changes {
	c := &changes{of: map[string][]lineRange{}}
	name, left := "", 0
	for line := range strings.SplitSeq(diff, "\n") {
		switch {
		case strings.HasPrefix(line, `\`): // "\ No newline at end of file"
		case left > 0: // a line of a hunk may look like a header
			left--
		case strings.HasPrefix(line, "+++ "):
			name = diffName(line[len("+++ "):])
			if name != "" {
				c.of[name] = []lineRange{}
			}
		case strings.HasPrefix(line, "@@ "):
			removed, first, count := hunk(line)
			left = removed + count
			if name != "" && count > 0 {
				c.of[name] = append(c.of[name], lineRange{first, first + count - 1})
			}
		}
	}
	return c
}

// diffName is the path in a header of a diff, which git quotes as C does.
func diffName(s string) string {
	s = strings.TrimSuffix(s, "\t")
	if strings.HasPrefix(s, `"`) {
		if plain, err := strconv.Unquote(s); err == nil {
			s = plain
		}
	}
	name, ok := strings.CutPrefix(s, "b/")
	if !ok {
		return ""
	}
	return name
}

// hunk reads "@@ -a,b +c,d @@".
func hunk(line string) (removed, first, count int) {
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return 0, 0, 0
	}
	_, removed = lineCount(strings.TrimPrefix(fields[1], "-"))
	first, count = lineCount(strings.TrimPrefix(fields[2], "+"))
	return removed, first, count
}

func lineCount(s string) (first, count int) {
	a, b, more := strings.Cut(s, ",")
	first, _ = strconv.Atoi(a)
	count = 1
	if more {
		count, _ = strconv.Atoi(b)
	}
	return first, count
}
