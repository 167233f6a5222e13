package class

import (
	"path"
	"strings"

	"tagout/internal/word"
	"tagout/internal/world"
)

// target is a word read as a path: a directory that is known and what follows
// it.
type target struct {
	// base is the known beginning, absolute, clean, with symbolic links
	// followed; "" where the path may begin anywhere.
	base string
	// rest are the elements after base, the first of them not literal. Without
	// a base it holds the whole path.
	rest []word.Text
	// viaDir is set where the path has no base because the directory of the
	// call is not known, while the word itself is relative for certain.
	viaDir bool
}

// longest bounds what is read as a path, in bytes and in pieces. No system opens
// one that is longer (PATH_MAX, 4096 on Linux), but reading one costs its square.
const longest = 4096

// tooLong reports whether a text is more than is read.
func tooLong(text word.Text) bool {
	n := len(text)
	for i := 0; i < len(text) && n <= longest; i++ {
		n += len(text[i].Text)
	}
	return n > longest
}

// target resolves a word against the directory of the call. One that is too long
// may be any.
func (p *Place) target(text word.Text) target {
	if tooLong(text) {
		text = word.Text{{Kind: word.Unknown, Text: "a path that is too long"}}
	}
	if p.Here && p.World.System == world.Windows {
		text = slashed(text)
	}
	text, viaDir := p.plain(text), false
	if relative(text) {
		dir := p.plain(p.Dir)
		viaDir = !absolute(dir)
		if viaDir {
			dir = word.Text{{Kind: word.Unknown, Text: "$PWD"}}
		}
		joined := append(word.Text{}, dir...)
		joined = append(joined, word.Piece{Kind: word.Lit, Text: "/"})
		text = append(joined, text...)
	}
	elems := split(text)
	if absolute(text) {
		t := p.walk(elems)
		if p.Here && p.World.Folds() {
			t.base = p.respell(t.base)
		}
		return t
	}
	t := below("", elems)
	t.viaDir = viaDir
	return t
}

// slashed spells a path of Windows as a POSIX shell there does. A backslash that got
// here is a part of the path: what quotes has been taken out.
func slashed(text word.Text) word.Text {
	out := append(word.Text{}, text...)
	for i := range out {
		if out[i].Kind != word.Lit {
			continue
		}
		if i == 0 {
			out[i].Text = world.Slashed(out[i].Text)
		}
		out[i].Text = strings.ReplaceAll(out[i].Text, `\`, "/")
	}
	return out
}

func absolute(text word.Text) bool {
	return len(text) > 0 && text[0].Kind == word.Lit && strings.HasPrefix(text[0].Text, "/")
}

func relative(text word.Text) bool {
	return len(text) == 0 || !absolute(text) && text[0].Kind != word.Unknown
}

// fresh stands for a path that mktemp makes, elsewhere for a home directory
// that only another machine knows.
const (
	fresh      = "/tmp/(fresh)"
	remoteHome = "/home/(remote)"
)

// plain replaces a leading unknown of which the kind is known by a path of that
// kind.
func (p *Place) plain(text word.Text) word.Text {
	for len(text) > 1 && text[0].Kind == word.Lit && text[0].Text == "" {
		text = text[1:]
	}
	if len(text) == 0 || text[0].Kind != word.Unknown {
		return text
	}
	lit := ""
	switch first := text[0]; {
	case first.Class == "temp":
		lit = fresh
	case first.Class == "workspace":
		lit = p.Workspace
	case first.Class == "dir":
		lit, _ = p.Dir.Known()
	case first.Text == "~" || first.Text == "$HOME" || first.Text == "${HOME}":
		if lit = p.Home; !p.Here {
			lit = remoteHome
		}
	}
	if lit == "" {
		return text
	}
	return append(word.Text{{Kind: word.Lit, Text: lit}}, text[1:]...)
}

// usual is how many elements there is room for from the beginning.
const usual = 8

// split cuts a text at the slashes of its literal pieces. A trailing slash
// leaves an empty element at the end, further ones mean nothing.
func split(text word.Text) []word.Text {
	elems := append(make([]word.Text, 0, usual), nil)
	add := func(piece word.Piece) {
		last := &elems[len(elems)-1]
		*last = append(*last, piece)
	}
	for _, piece := range text {
		if piece.Kind != word.Lit {
			add(piece)
			continue
		}
		first := true
		for part := range strings.SplitSeq(piece.Text, "/") {
			if !first && len(elems[len(elems)-1]) > 0 {
				elems = append(elems, nil)
			}
			if first = false; part != "" {
				add(word.Piece{Kind: word.Lit, Text: part})
			}
		}
	}
	return elems
}

// walk goes down literal elements from the root, through symbolic links except
// a last one, and keeps what comes after.
func (p *Place) walk(elems []word.Text) target {
	base := "/"
	for i, elem := range elems {
		name, known := elem.Known()
		if !known {
			return below(base, elems[i:])
		}
		switch name {
		case "", ".":
		case "..":
			base = path.Dir(base)
		default:
			base = child(base, name)
			if _, mounted := p.Mounts[base]; i < len(elems)-1 || p.Follow || mounted {
				base = p.resolve(base)
			}
		}
	}
	return target{base: base}
}

// child is a name in a clean directory.
func child(dir, name string) string {
	if dir == "/" {
		return "/" + name
	}
	return dir + "/" + name
}

// below joins a directory ("" where it is not known) and elements, taking ".."
// by name where it follows one.
func below(base string, elems []word.Text) target {
	t := target{base: base}
	for _, elem := range elems {
		switch name, known := elem.Known(); {
		case known && (name == "" || name == "."):
		case known && name == ".." && len(t.rest) > 0:
			t.rest = t.rest[:len(t.rest)-1]
		case known && name == "..":
			t.base = parent(t.base)
		case known && t.base != "" && len(t.rest) == 0:
			t.base = child(t.base, name)
		default:
			t.rest = append(t.rest, elem)
		}
	}
	return t
}

func parent(dir string) string {
	if dir == "" {
		return ""
	}
	return path.Dir(dir)
}

// resolve follows symbolic links where there is a disk to look at.
func (p *Place) resolve(dir string) string {
	if !p.Here {
		return path.Clean(dir)
	}
	resolved, err := p.World.Resolve(dir)
	if err != nil {
		return path.Clean(dir)
	}
	return resolved
}
