package tree

import (
	"bytes"
	"slices"
)

// Doc is a document that can be edited: its bytes, and what they mean.
//
// It may hold comments and trailing commas, as many harnesses allow in their
// settings. They are blanked out before the document is parsed, byte for byte,
// so every place in the tree is one in Text too, and an edit leaves them where
// they are. Libraries that keep comments (hujson) print a document anew from
// their own tree, which would not give back every file as it was; in tests one
// says what this reader has to accept.
type Doc struct {
	Text []byte
	Root *Node
	// comments are their places, commas those of trailing commas.
	comments [][2]int
	commas   []int
}

// Read parses a document. Comments and trailing commas are mistakes unless
// relaxed.
func Read(text []byte, relaxed bool) (*Doc, error) {
	d := &Doc{Text: text}
	bare := text
	if relaxed {
		bare = d.blank()
	}
	var err error
	d.Root, err = Parse(bare)
	return d, err
}

// Comments returns the comments in order.
func (d *Doc) Comments() []string {
	var out []string
	for _, c := range d.comments {
		out = append(out, string(d.Text[c[0]:c[1]]))
	}
	return out
}

// Same reports whether two documents mean the same and say the same beside it.
func (d *Doc) Same(o *Doc) bool {
	return d.Root.Equal(o.Root) && slices.Equal(d.Comments(), o.Comments())
}

// blank returns the text with spaces for what is not JSON, line ends aside.
func (d *Doc) blank() []byte {
	bare := slices.Clone(d.Text)
	for at := 0; at < len(bare); {
		end := at + 1
		switch {
		case bare[at] == '"':
			end = afterString(bare, at)
		case bytes.HasPrefix(bare[at:], []byte("//")):
			end = at + lineEnd(bare[at:])
			d.comments = append(d.comments, [2]int{at, end})
		case bytes.HasPrefix(bare[at:], []byte("/*")):
			close := bytes.Index(bare[at+2:], []byte("*/"))
			if close < 0 {
				return bare // the parser names the place
			}
			end = at + 2 + close + 2
			d.comments = append(d.comments, [2]int{at, end})
		}
		at = end
	}
	for _, c := range d.comments {
		for i := c[0]; i < c[1]; i++ {
			if bare[i] != '\n' && bare[i] != '\r' {
				bare[i] = ' '
			}
		}
	}
	d.blankCommas(bare)
	return bare
}

// lineEnd returns where a line ends; a carriage return alone ends none.
func lineEnd(text []byte) int {
	end := bytes.IndexByte(text, '\n')
	switch {
	case end < 0:
		return len(text)
	case end > 0 && text[end-1] == '\r':
		return end - 1
	}
	return end
}

// afterString returns where a string that begins at a quote has ended.
func afterString(text []byte, at int) int {
	for at++; at < len(text) && text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(text))
}

// blankCommas blanks commas that stand after an element and before its
// container's end.
func (d *Doc) blankCommas(bare []byte) {
	last := byte('[') // what stands before, white space aside
	for at := 0; at < len(bare); {
		end := at + 1
		switch b := bare[at]; b {
		case '"':
			end = afterString(bare, at)
			last = b
		case ',':
			rest := bytes.TrimLeft(bare[end:], " \t\r\n")
			closed := len(rest) > 0 && (rest[0] == '}' || rest[0] == ']')
			if closed && bytes.IndexByte([]byte("[{,:"), last) < 0 {
				bare[at] = ' '
				d.commas = append(d.commas, at)
			}
			last = b
		case ' ', '\t', '\r', '\n':
		default:
			last = b
		}
		at = end
	}
}

// commentIn reports whether a comment begins between two places.
func (d *Doc) commentIn(from, to int) bool {
	return slices.ContainsFunc(d.comments, func(c [2]int) bool { return from <= c[0] && c[0] < to })
}

// afterComments returns where the last comment between two places has ended,
// from where there is none.
func (d *Doc) afterComments(from, to int) int {
	for _, c := range d.comments {
		if from <= c[0] && c[0] < to {
			from = c[1]
		}
	}
	return from
}

// trailing returns the place of a trailing comma between two places, -1 for
// none.
func (d *Doc) trailing(from, to int) int {
	for _, at := range d.commas {
		if from <= at && at < to {
			return at
		}
	}
	return -1
}

// eol returns where the line of a place ends, comments on it included; limit
// where it does not end before that.
func (d *Doc) eol(at, limit int) int {
	for at < limit {
		if i := slices.IndexFunc(d.comments, func(c [2]int) bool { return c[0] == at }); i >= 0 {
			at = d.comments[i][1]
			continue
		}
		if lineEnd(d.Text[at:]) == 0 {
			return at
		}
		at++
	}
	return limit
}
