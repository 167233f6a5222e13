package policy

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/class"
	"tagout/internal/facts"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
)

// link notes the symbolic links that a call makes, for the calls after it: ln -s ~
// build && rm -rf build/* deletes what is at home. What is there already stays as it
// is, whatever becomes of it.
func (j *judgement) link(f *reach.Found) {
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil || f.Call.Where.Place != shell.Here {
		return
	}
	inv := &f.Readings[0]
	dir, known := f.Call.Dir.Known()
	switch {
	case !known:
		return
	case anyHolds(inv, inv.Tool.Links):
		if j.links == nil {
			j.links = map[string]string{}
		}
		addLinks(j.links, inv, dir, j.world)
	case anyHolds(inv, inv.Tool.Mounts):
		if j.mounts == nil {
			j.mounts = map[string]string{}
		}
		addMount(j.mounts, inv, dir)
	default:
		return
	}
	old := &j.match.Place // a new one has forgotten where paths lead
	j.match.Place = class.Place{World: j.world.Linked(j.links).Mounted(j.mounts), Home: old.Home, Workspace: old.Workspace, Added: old.Added, Mounts: j.mounts}
}

// addMount notes what a directory shows in its own place from now on.
func addMount(mounts map[string]string, inv *tool.Invocation, dir string) {
	if len(inv.Operands) < 2 {
		return
	}
	from, known := inv.Operands[0].Word.Known()
	at, placed := inv.Operands[1].Word.Known()
	if known && placed {
		mounts[facts.Join(dir, at)] = facts.Join(dir, from)
	}
}

func anyHolds(inv *tool.Invocation, conds []catalog.Cond) bool {
	for _, c := range conds {
		if inv.Holds(c) != tri.No {
			return true
		}
	}
	return false
}

func addLinks(links map[string]string, inv *tool.Invocation, dir string, w World) {
	var from []string
	to := "."
	for _, p := range inv.Paths() {
		switch name, known := p.Word.Known(); {
		case !known:
		case p.Access&tool.Reads != 0:
			from = append(from, name)
		case p.Access&(tool.Writes|tool.Appends) != 0:
			to = name
		}
	}
	at := facts.Join(dir, to)
	info, err := w.Stat(at)
	operand := func(o tool.Operand) bool { return o.Word.String() == to } // else it is an option's (-t DIR), or none
	inside := !slices.ContainsFunc(inv.Operands, operand) || len(from) > 1 || strings.HasSuffix(to, "/") || err == nil && info.IsDir()
	for _, name := range from {
		if inside {
			links[path.Join(at, path.Base(name))] = name
		} else {
			links[at] = name
		}
	}
}
