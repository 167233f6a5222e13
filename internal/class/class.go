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
	// Mounts are directories that show others, by their path.
	Mounts map[string]string
	// Follow is set where the call goes through a final symbolic link, as a
	// write does and a removal does not.
	Follow bool

	roots, temps []string
	realHome     string
	known        [kept]*memo
	oldest       int
}

// kept is how many words are remembered: rules ask for several classes of the
// few words of one call.
const kept = 8

// memo is what was found of one word.
type memo struct {
	key
	target  target
	answers [len(names)]answer
}

// key is what a target depends on. A word is known by where its pieces are.
type key struct {
	word, dir    *word.Piece
	n            int
	here, follow bool
}

// answer is a class's answer once it is known.
type answer struct {
	tri   tri.Tri
	known bool
}

// names are the classes of paths, sorted.
var names = [...]string{
	"data", "device", "existing", "generated", "home", "inside", "kept", "opaque", "outside",
	"path", "placed", "root", "secret", "system", "temp", "unknown", "vcs", "workspace",
}

// Known reports whether name is a class of paths.
func Known(name string) bool { return number(name) >= 0 }

// number is where a class stands in names, -1 where it does not.
func number(name string) int {
	for i := range names {
		if names[i] == name {
			return i
		}
	}
	return -1
}

// Names returns the classes of paths, sorted.
func Names() []string { return slices.Clone(names[:]) }

// Is says whether a word, taken as a path, belongs to the class. A name that
// Known does not report holds nothing.
func (p *Place) Is(name string, w word.Word) tri.Tri {
	switch name {
	case "unknown":
		return tri.Of(w.Pieces.HasUnknown())
	case "placed":
		return tri.Of(placed(w.Pieces))
	case "kept": // what is written there is a call's
		return tri.Maybe
	case "opaque":
		unknown, _ := w.Wholly()
		return tri.Of(unknown)
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
	i := number(name)
	if i < 0 {
		return tri.No
	}
	m := p.recall(w.Pieces)
	if !m.answers[i].known {
		m.answers[i] = answer{p.in(name, m.target), true}
	}
	return m.answers[i].tri
}

// recall returns what is known of a text, the longest forgotten first where
// there is no room for it.
func (p *Place) recall(text word.Text) *memo {
	k := key{word: &text[0], n: len(text), here: p.Here, follow: p.Follow}
	if len(p.Dir) > 0 {
		k.dir = &p.Dir[0]
	}
	for _, m := range p.known {
		if m != nil && m.key == k {
			return m
		}
	}
	m := &memo{key: k, target: p.target(text)}
	p.known[p.oldest] = m
	p.oldest = (p.oldest + 1) % kept
	return m
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
