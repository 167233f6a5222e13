package class

import (
	"path"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// inContainer answers for a path in a container made for the call: only what
// the container sees of the host is there to lose, and it is judged as the
// host's path.
func (p *Place) inContainer(name string, w word.Word) tri.Tri {
	inside := Place{}
	t := inside.target(w.Pieces)
	answer := tri.No
	for _, bind := range p.Binds {
		host, at, ok := p.bind(bind)
		if !ok {
			continue
		}
		for _, seen := range through(t, host, at) {
			answer = answer.Or(p.onHost(name, seen, t.base != ""))
		}
	}
	return answer
}

// OnHost returns the host's paths that a path means in a container made for the call,
// as far as they are known.
func (p *Place) OnHost(w word.Word) []string {
	if len(w.Pieces) == 0 {
		return nil
	}
	inside := Place{}
	t := inside.target(w.Pieces)
	var out []string
	for _, bind := range p.Binds {
		host, at, ok := p.bind(bind)
		if !ok {
			continue
		}
		for _, seen := range through(t, host, at) {
			if len(seen.rest) == 0 && seen.base != "" {
				out = append(out, seen.base)
			}
		}
	}
	return out
}

// volumes is where a volume is taken to lie, which has a name and no path: below
// it by its name and the path at which the container sees it.
const volumes = "/volumes"

// bind splits HOST:AT and resolves the host's side.
func (p *Place) bind(w word.Word) (host target, at string, ok bool) {
	for i, piece := range w.Pieces {
		before, after, found := strings.Cut(piece.Text, ":")
		if piece.Kind != word.Lit || !found {
			continue
		}
		src := append(word.Text{}, w.Pieces[:i]...)
		if before != "" {
			src = append(src, word.Piece{Kind: word.Lit, Text: before})
		}
		rest, known := w.Pieces[i+1:].Known()
		at, _, _ = strings.Cut(after+rest, ":")
		start := src.Prefix()
		if !known || !path.IsAbs(at) || len(src) == 0 {
			return target{}, "", false
		}
		if start != "" && !strings.ContainsAny(start[:1], "/.~") {
			src = append(append(word.Text{{Kind: word.Lit, Text: volumes + "/"}}, src...), word.Piece{Kind: word.Lit, Text: at})
		}
		return p.host().target(src), path.Clean(at), true
	}
	return target{}, "", false
}

func (p *Place) host() *Place {
	return &Place{World: p.World, Dir: p.Dir, Home: p.Home, Workspace: p.Workspace, Added: p.Added, Here: true}
}

// through returns the host's paths that a container's path may mean. A path
// that is relative to a directory unknown is taken to be below the bind, but in
// no volume: hardly a container starts in one.
func through(t target, host target, at string) []target {
	join := func(elems []word.Text) target {
		joined := below(host.base, append(append([]word.Text{}, host.rest...), elems...))
		joined.viaDir = host.viaDir
		return joined
	}
	switch {
	case t.base == "" && isUnder(host.base, volumes):
		return nil
	case t.base == "" && t.viaDir:
		return []target{join(t.rest[min(1, len(t.rest)):])}
	case t.base == "":
		return []target{join(t.rest)}
	case t.base == at || isUnder(t.base, at):
		inner := target{base: t.base[len(strings.TrimSuffix(at, "/")):], rest: t.rest}
		return []target{join(inner.elems())}
	case covers(t, at) != tri.No:
		return []target{host}
	}
	return nil
}

// onHost judges a host's path; it is only perhaps the one that is meant where
// the container's directory is not known.
func (p *Place) onHost(name string, t target, sure bool) tri.Tri {
	answer := p.host().in(name, t)
	if name == "existing" || name == "path" {
		answer = tri.Maybe
	}
	return answer.And(tri.Of(sure).Or(tri.Maybe))
}
