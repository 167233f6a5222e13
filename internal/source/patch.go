package source

import "strings"

// Patch is the format of a text that says how files are to be changed: a unified
// diff, or the form of apply_patch.
// https://github.com/openai/codex/blob/main/codex-rs/apply-patch/apply_patch_tool_instructions.md
const Patch = "patch"

// maxAdded bounds what is kept of the lines that a patch adds to one file, in
// bytes.
const maxAdded = 64 << 10

// patch adds what a shell would do to the same effect on each file: one that is
// new is written, one that is changed has the added lines appended, since what
// was there may still be.
func (p *partReader) patch(text string) {
	c := change{out: p}
	for _, line := range commandLines(text) {
		c.line(strings.TrimSuffix(line, "\r"))
	}
	c.end()
}

// change is one file's part of a patch.
type change struct {
	out *partReader
	// file is "" before the first. was is the file's other name in a diff.
	file, was string
	fresh     bool
	added     strings.Builder
}

func (c *change) line(line string) {
	mark, path := header(line)
	switch {
	case mark == "":
		if text, is := strings.CutPrefix(line, "+"); is && c.added.Len() < maxAdded {
			c.added.WriteString(text + "\n")
		}
	case mark == "--- ":
		c.was = path
	case mark == "+++ " && path == "/dev/null":
		c.end()
		c.out.add("rm "+shellQuoted(c.was), "")
	case mark == "*** Delete File: ":
		c.end()
		c.out.add("rm "+shellQuoted(path), "")
	case mark == "*** Move to: " || mark == "rename to ":
		c.out.add(": >> "+shellQuoted(path), "")
	default:
		c.end()
		c.file, c.fresh = path, mark == "*** Add File: " || mark == "+++ " && c.was == "/dev/null"
	}
}

// end writes down what has become of the file.
func (c *change) end() {
	to := " >> "
	if c.fresh {
		to = " > "
	}
	switch added := c.added.String(); {
	case c.file == "":
	case added == "":
		c.out.add(":"+to+shellQuoted(c.file), "")
	default:
		c.out.add("cat"+to+shellQuoted(c.file), added)
	}
	c.file, c.fresh = "", false
	c.added.Reset()
}

// header reads a line that names a file, "" for any other. A diff's names lose
// what git puts before them, and the time behind them.
func header(line string) (mark, path string) {
	for _, mark := range [...]string{"*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "} {
		if path, is := strings.CutPrefix(strings.TrimLeft(line, " \t"), mark); is && strings.TrimSpace(path) != "" {
			return mark, strings.TrimSpace(path)
		}
	}
	for _, mark := range [...]string{"--- ", "+++ ", "rename to "} {
		path, is := strings.CutPrefix(line, mark)
		if !is {
			continue
		}
		path, _, _ = strings.Cut(path, "\t")
		path = unquoted(strings.TrimSpace(path))
		if mark != "rename to " {
			path = strings.TrimPrefix(strings.TrimPrefix(path, "a/"), "b/")
		}
		if path != "" {
			return mark, path
		}
	}
	return "", ""
}
