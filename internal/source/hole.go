package source

import (
	"strconv"
	"strings"

	"tagout/internal/word"
)

// holes lets the readers work on plain strings: what is not known stands in
// them as a number between two NULs, which no program text can hold.
type holes struct {
	pieces []word.Piece
	// places are the indexes of the pieces that come from no call.
	places map[string]int
}

// maxHoles bounds how many unknown pieces are told apart.
const maxHoles = 4096

// hole returns the string that stands for a piece. The same piece is the same
// string, so that a name that is not known equals itself.
func (h *holes) hole(p word.Piece) string {
	key := string(rune(p.Kind)) + p.Class + "\x00" + p.Text
	if i, ok := h.places[key]; ok && len(p.From) == 0 {
		return "\x00" + strconv.Itoa(i) + "\x00"
	}
	if len(h.pieces) >= maxHoles {
		return "\x00" + strconv.Itoa(maxHoles) + "\x00"
	}
	if h.places == nil {
		h.places = make(map[string]int)
	}
	if len(p.From) == 0 {
		h.places[key] = len(h.pieces)
	}
	h.pieces = append(h.pieces, p)
	return "\x00" + strconv.Itoa(len(h.pieces)-1) + "\x00"
}

// unknown returns the string that stands for something written as spelling.
func (h *holes) unknown(spelling string) string { return h.classed(spelling, "") }

// maxSpelling bounds how an unknown is spelled in messages, in bytes.
const maxSpelling = 60

func (h *holes) classed(spelling, class string) string {
	whole := spelling
	spelling = h.text(spelling[:min(len(spelling), 2*maxSpelling)]).Spelling()
	if len(spelling) > maxSpelling || len(whole) > 2*maxSpelling {
		spelling = strings.ToValidUTF8(spelling[:min(len(spelling), maxSpelling)], "") + "…"
	}
	return h.hole(word.Piece{Kind: word.Unknown, Text: strings.ReplaceAll(spelling, "\n", " "), Class: class})
}

// flat returns a text as a string with holes.
func (h *holes) flat(t word.Text) string {
	if len(t) == 1 && t[0].Kind == word.Lit && strings.IndexByte(t[0].Text, 0) < 0 {
		return t[0].Text
	}
	var b strings.Builder
	for _, p := range t {
		if p.Kind == word.Lit {
			b.WriteString(strings.ReplaceAll(p.Text, "\x00", ""))
		} else {
			b.WriteString(h.hole(p))
		}
	}
	return b.String()
}

// text returns the text of a string with holes.
func (h *holes) text(s string) word.Text {
	var t word.Text
	for i, part := range strings.Split(s, "\x00") {
		if i%2 == 0 {
			if part != "" {
				t = append(t, word.Piece{Kind: word.Lit, Text: part})
			}
			continue
		}
		if n, err := strconv.Atoi(part); err == nil && n >= 0 && n < len(h.pieces) {
			t = append(t, h.pieces[n])
		} else {
			t = append(t, word.Piece{Kind: word.Unknown, Text: "…"})
		}
	}
	return t
}

// holed reports whether a string holds something that is not known.
func holed(s string) bool { return strings.IndexByte(s, 0) >= 0 }
