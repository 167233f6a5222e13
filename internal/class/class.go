// Package class says to which class of paths a word belongs: the root, the
// home directory, the workspace, a temporary directory, a disk, a secret …
//
// The answers have three values. A word with unknown parts belongs for certain
// where its known parts decide ("$X/node_modules" is generated whatever X is),
// perhaps where they do not, and never where they rule a class out. An unknown
// text that follows a known directory is taken to stay below it: a name that
// climbs ("..") is the rare lie, and asking at every "build/$X" the common one.
package class

import (
	"slices"

	"tagout/internal/tri"
	"tagout/internal/word"
	"tagout/internal/world"
)

// Place is where a call runs, as far as paths are concerned. It keeps what it
// has resolved and must not be used by two goroutines at once.
type Place struct {
	World world.World
	// Dir is the directory in which the call runs, as far as it is known.
	Dir word.Text
	// Home is the home directory of the user; "" where it is not known.
	Home string
	// Workspace is the project directory, Added further ones that belong to it.
	Workspace string
	Added     []string
	// Here is set on the machine on which the hook runs. Elsewhere there is no
	// disk to look at and no workspace: paths are text.
	Here bool
	// Container is set in a container that is made for the call. Of its paths
	// only those below Binds are anybody's loss.
	Container bool
	// Binds are a new container's host paths with the place at which it sees
	// them ("/src:/app", as docker run -v takes them).
	Binds []word.Word
	// Follow is set where the call goes through a final symbolic link, as a
	// write does and a removal does not.
	Follow bool

	roots, temps []string
	realHome     string
	last         memo
}

// memo is the target of the word that was asked about last: rules ask for
// several classes of one word.
type memo struct {
	word, dir    *word.Piece
	n            int
	here, follow bool
	target       target
}

// names are the classes of paths, sorted.
var names = []string{
	"data", "device", "existing", "generated", "home", "inside", "outside",
	"path", "root", "secret", "system", "temp", "unknown", "vcs", "workspace",
}

// Known reports whether name is a class of paths.
func Known(name string) bool {
	_, ok := slices.BinarySearch(names, name)
	return ok
}

// Names returns the classes of paths, sorted.
func Names() []string { return slices.Clone(names) }

// Is says whether a word, taken as a path, belongs to the class. A name that
// Known does not report holds nothing.
func (p *Place) Is(name string, w word.Word) tri.Tri {
	if name == "unknown" {
		return tri.Of(w.Pieces.HasUnknown())
	}
	if len(w.Pieces) == 0 {
		return tri.No
	}
	if p.Container {
		return p.inContainer(name, w)
	}
	switch name {
	case "existing":
		return p.existing(w)
	case "path":
		return p.file(w)
	}
	return p.in(name, p.recall(w.Pieces))
}

// recall returns the target of a text, from memory where it was the last one
// and nothing else has changed.
func (p *Place) recall(text word.Text) target {
	m := memo{word: &text[0], n: len(text), here: p.Here, follow: p.Follow}
	if len(p.Dir) > 0 {
		m.dir = &p.Dir[0]
	}
	m.target = p.last.target
	if l := p.last; m.word != l.word || m.dir != l.dir || m.n != l.n || m.here != l.here || m.follow != l.follow {
		m.target = p.target(text)
		p.last = m
	}
	return m.target
}

// in answers for the classes that a target's place and names decide.
func (p *Place) in(name string, t target) tri.Tri {
	switch name {
	case "root":
		return p.root(t)
	case "home":
		return p.home(t)
	case "workspace":
		return p.workspace(t)
	case "system":
		return p.system(t)
	case "inside":
		return p.inside(t)
	case "temp":
		return p.temp(t)
	case "outside":
		return p.outside(t)
	case "device":
		return device(t)
	case "vcs":
		return vcs(t)
	case "generated":
		return p.generated(t)
	case "data":
		return data(t)
	case "secret":
		return secret(t)
	}
	return tri.No
}
