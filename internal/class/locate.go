package class

import (
	"path"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// relation says how a target stands to a directory.
type relation struct {
	// at: it is the directory; under: it is strictly below; over: it is strictly
	// above, or a pattern that takes in something above or the directory itself.
	at, under, over tri.Tri
}

// relate compares a target that has a base with an absolute directory, taken to
// exist.
func relate(t target, dir string) relation {
	if t.base == dir {
		return relation{at: tri.Of(len(t.rest) == 0).Or(mayVanish(t.rest)), under: tri.Of(len(t.rest) > 0)}
	}
	if isUnder(t.base, dir) {
		return relation{under: tri.Yes}
	}
	if !isUnder(dir, t.base) {
		return relation{}
	}
	if len(t.rest) == 0 {
		return relation{over: tri.Yes}
	}
	return meet(t.rest, strings.Split(strings.TrimPrefix(dir[len(t.base):], "/"), "/"))
}

// meet compares elements of which the first is not literal with the names that
// lead to a directory.
func meet(rest []word.Text, dirs []string) relation {
	sure := tri.Yes
	for i, elem := range rest {
		if i == len(dirs) {
			return relation{under: sure.And(tri.Of(everything(rest[i:])).Or(tri.Maybe))}
		}
		m := matches(elem, dirs[i])
		if m == tri.No {
			return relation{}
		}
		sure = sure.And(m)
		if roams(elem) {
			ends := endsIn(rest[len(rest)-1], dirs[i:])
			return relation{at: ends, under: tri.Maybe, over: ends}
		}
	}
	if len(rest) == len(dirs) {
		return relation{at: sure}
	}
	return relation{over: sure}
}

// endsIn says whether a path that has an unknown number of elements may end at
// one of the names.
func endsIn(last word.Text, dirs []string) tri.Tri {
	ends := tri.Of(takesAll(last))
	for _, dir := range dirs {
		ends = ends.Or(matches(last, dir))
	}
	return ends.And(tri.Maybe)
}

// matches says whether an element of a path can be the name: a pattern takes in
// every name that it fits, an unknown may be the name it fits.
func matches(elem word.Text, name string) tri.Tri {
	if strings.HasPrefix(name, ".") && len(elem) > 0 && elem[0].Kind == word.Glob {
		return tri.No
	}
	if roams(elem) {
		return tri.Of(strings.HasPrefix(name, elem.Prefix())).And(tri.Maybe)
	}
	ok, err := path.Match(pattern(elem), name)
	if err != nil {
		return tri.Maybe
	}
	if elem.HasUnknown() {
		return tri.Of(ok).And(tri.Maybe)
	}
	return tri.Of(ok)
}

// pattern writes an element for path.Match, with "*" for what is unknown.
func pattern(elem word.Text) string {
	var b strings.Builder
	for _, piece := range elem {
		switch piece.Kind {
		case word.Unknown:
			b.WriteByte('*')
		case word.Glob:
			b.WriteString(strings.Replace(piece.Text, "[!", "[^", 1))
		default:
			quote(&b, piece.Text)
		}
	}
	return b.String()
}

func quote(b *strings.Builder, text string) {
	for i := range len(text) {
		if strings.IndexByte(`*?[\`, text[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(text[i])
	}
}

// roams reports whether an element holds an unknown that may have slashes in
// it, so that it may be several elements.
func roams(elem word.Text) bool {
	for _, piece := range elem {
		if piece.Kind == word.Unknown && !single(piece) {
			return true
		}
	}
	return false
}

// single reports whether an unknown is one name and not empty.
func single(piece word.Piece) bool {
	return piece.Class == "item" || piece.Class == "number"
}

// placed reports whether the directory of a path is known, and what follows it
// leads no other way.
func placed(t word.Text) bool {
	if len(t) == 0 || t[0].Kind != word.Lit || strings.IndexByte(t[0].Text, '/') < 0 {
		return false
	}
	return !roams(t)
}

// mayVanish says whether all that follows a directory may come to nothing, as
// in "$DIR/$X" with an empty X.
func mayVanish(rest []word.Text) tri.Tri {
	for _, elem := range rest {
		if u, _ := (word.Word{Pieces: elem}).Wholly(); !u || !roams(elem) {
			return tri.No
		}
	}
	return tri.Maybe
}

// everything reports whether elements are patterns that take in all names of a
// directory or nearly all: "*", ".*", "??*", "*/*".
func everything(rest []word.Text) bool {
	for _, elem := range rest {
		if !takesAll(elem) {
			return false
		}
	}
	return len(rest) > 0
}

func takesAll(elem word.Text) bool {
	star := false
	for i, piece := range elem {
		switch {
		case piece.Kind == word.Glob:
			star = star || strings.Contains(piece.Text, "*")
		case piece.Kind != word.Lit || i > 0 || piece.Text != ".":
			return false
		}
	}
	return star
}

// isUnder reports whether an absolute path is strictly below a directory.
func isUnder(p, dir string) bool {
	if dir == "/" {
		return strings.HasPrefix(p, "/") && p != "/"
	}
	return len(p) > len(dir) && p[len(dir)] == '/' && strings.HasPrefix(p, dir)
}

// adrift answers for a target without a base, in a class of whole directories
// (wide) or of all that is below one: a path that ends in a name is not a whole
// directory, and one that is relative to a directory unknown is taken to be
// what a project calls it.
func adrift(t target, wide bool) tri.Tri {
	if t.whole() {
		return tri.Maybe
	}
	return tri.Of(!wide && !t.viaDir).And(tri.Maybe)
}

// whole reports whether a target may be a whole directory or all its contents:
// what follows the unknown is nothing, unknown, or a pattern for all.
func (t target) whole() bool {
	for i, elem := range t.rest {
		open := elem[0].Kind == word.Unknown && elem[len(elem)-1].Kind != word.Lit
		open = open && (roams(elem) || i == 0 && t.base == "")
		if !open && !takesAll(elem) {
			return false
		}
	}
	return true
}
