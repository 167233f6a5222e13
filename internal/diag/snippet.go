package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// tabWidth is how many columns a tab is shown as: a caret below it must not
// depend on the terminal's stops.
const tabWidth = 4

// cell is one character as it is shown: what is written and its columns, and
// the bytes of the text that it stands for.
type cell struct {
	text       string
	width      int
	start, end int
}

// Snippet shows the line of text on which the span from start to end (bytes,
// end exclusive) begins, and below it a caret line: "^" under the first column
// and "~" under the others. No more than width columns of the line are shown,
// cut with "…" around the span; width below 8 is taken as 8. A span over
// several lines is marked to the end of its first. What could drive a terminal
// (control characters, escapes, direction marks, bytes that are no UTF-8) is
// shown as an escape such as \x1b. There is no final newline.
func Snippet(text string, start, end, width int) string {
	start = min(max(start, 0), len(text))
	end = min(max(end, start), len(text))
	width = max(width, 8)
	from, to := lineAround(text, start)
	near, far := around(text, from, to, start, reach*width)
	v := view{cells: cellsOf(text[near:far], near), before: near > from, after: far < to}
	v.first, v.last = spanned(v.cells, start, min(end, to))
	v.window(width)
	return v.draw()
}

// reach is how many bytes on each side of a span's start are looked at for one
// column that is shown: a line may have a megabyte.
const reach = 8

// around narrows a line to at most n bytes on each side of start, at the bounds
// of characters.
func around(text string, from, to, start, n int) (near, far int) {
	near, far = max(from, start-n), min(to, start+n)
	for near > from && near < start && !utf8.RuneStart(text[near]) {
		near++
	}
	for far < to && far > start && !utf8.RuneStart(text[far]) {
		far--
	}
	return near, far
}

// view is what of a line is shown: the cells from lo to hi, of which those from
// first to last are marked. before and after say that the line goes on there.
type view struct {
	cells         []cell
	before, after bool
	first, last   int
	lo, hi        int
}

// Escape returns text as Snippet shows it, on one line: line ends become \n.
func Escape(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	for _, c := range cellsOf(text, 0) {
		b.WriteString(c.text)
	}
	return b.String()
}

func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// cellsOf splits a line that begins at byte offset at.
func cellsOf(line string, at int) []cell {
	cells := make([]cell, 0, len(line))
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		c := cell{text: line[i : i+n], start: at + i, end: at + i + n}
		switch {
		case r == '\t':
			c.text, c.width = strings.Repeat(" ", tabWidth), tabWidth
		case r == utf8.RuneError && n == 1:
			c.text = `\x` + hex(uint64(line[i]), 2)
			c.width = len(c.text)
		case !strconv.IsPrint(r):
			c.text = escapeRune(r)
			c.width = len(c.text)
		default:
			c.width = columns(r)
		}
		cells = append(cells, c)
		i += n
	}
	return cells
}

func escapeRune(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r < 0x80:
		return `\x` + hex(uint64(r), 2)
	case r < 0x10000:
		return `\u` + hex(uint64(r), 4)
	}
	return `\U` + hex(uint64(r), 8)
}

func hex(v uint64, digits int) string {
	s := strconv.FormatUint(v, 16)
	return strings.Repeat("0", digits-len(s)) + s
}

// spanned returns the cells from first to last (exclusive) that a span covers.
// An empty span, or one past the line, covers none and points at first.
func spanned(cells []cell, start, end int) (first, last int) {
	for first < len(cells) && cells[first].end <= start {
		first++
	}
	last = first
	for last < len(cells) && cells[last].start < end {
		last++
	}
	return first, last
}

// window chooses the cells that are shown so that they, and an ellipsis on each
// side that is cut, fit into width: the start of the span always, then as much
// of the span as fits, then as much around it.
func (v *view) window(width int) {
	if !v.before && !v.after && sum(v.cells) <= width {
		v.lo, v.hi = 0, len(v.cells)
		return
	}
	room := width - 2
	v.lo, v.hi = v.first, v.first
	for v.hi < v.last && v.cells[v.hi].width <= room {
		room -= v.cells[v.hi].width
		v.hi++
	}
	if v.hi < v.last {
		v.hi = max(v.hi, v.lo+1)
		return
	}
	v.widen(room)
}

// widen adds cells on both sides in turn while there is room.
func (v *view) widen(room int) {
	for left, right := true, true; left || right; {
		left = v.lo > 0 && v.cells[v.lo-1].width <= room
		if left {
			v.lo--
			room -= v.cells[v.lo].width
		}
		right = v.hi < len(v.cells) && v.cells[v.hi].width <= room
		if right {
			room -= v.cells[v.hi].width
			v.hi++
		}
	}
}

func sum(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

func (v *view) draw() string {
	var b strings.Builder
	indent := 0
	if v.lo > 0 || v.before {
		b.WriteString("…")
		indent = 1
	}
	for _, c := range v.cells[v.lo:v.hi] {
		b.WriteString(c.text)
	}
	if v.hi < len(v.cells) || v.after {
		b.WriteString("…")
	}
	indent += sum(v.cells[v.lo:v.first])
	marked := sum(v.cells[v.first:min(v.last, v.hi)])
	return b.String() + "\n" + strings.Repeat(" ", indent) + "^" + strings.Repeat("~", max(marked-1, 0))
}
