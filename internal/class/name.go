package class

import (
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// rebuilt are names of directories that tools make anew and that mean nothing
// else wherever they stand.
var rebuilt = []string{
	".angular", ".astro", ".cache", ".dart_tool", ".docusaurus", ".eggs",
	".gradle", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache", ".next",
	".nox", ".nuxt", ".nyc_output", ".output", ".parcel-cache", ".pnpm-store",
	".pytest_cache", ".ruff_cache", ".sass-cache", ".serverless", ".svelte-kit",
	".tox", ".turbo", ".venv", ".vite", ".webpack", "DerivedData",
	"__pycache__", "bower_components", "htmlcov", "node_modules", "venv",
}

// built are names that say so in a project or at the end of a path, and may
// mean anything above that.
var built = []string{
	"_build", "build", "cmake-build-debug", "cmake-build-release", "coverage",
	"deps", "dist", "lib-cov", "obj", "out", "target",
}

// builtFiles end the names of files and directories that tools make anew.
var builtFiles = []string{
	".class", ".egg-info", ".gcda", ".gcno", ".o", ".obj", ".pyc", ".pyo",
	".tsbuildinfo",
}

// vcsDirs hold the history of a project.
var vcsDirs = []string{".bzr", ".git", ".hg", ".jj", ".svn"}

// elems returns the names on the way to a target, known and not.
func (t target) elems() []word.Text {
	n := strings.Count(t.base, "/") + 1
	all := make([]word.Text, 0, n+len(t.rest))
	pieces := make([]word.Piece, 0, n)
	for name := range strings.SplitSeq(strings.Trim(t.base, "/"), "/") {
		if name != "" {
			pieces = append(pieces, word.Piece{Kind: word.Lit, Text: name})
			all = append(all, pieces[len(pieces)-1:len(pieces):len(pieces)])
		}
	}
	return append(all, t.rest...)
}

// mayBeAny says whether a path without a base may be anything at all.
func (t target) mayBeAny() tri.Tri {
	return tri.Of(t.base == "" && t.whole()).And(tri.Maybe)
}

// vcs takes in a version control directory or a bare repository ("x.git") and
// what is below it, but not a lock file that a crashed git left there.
func vcs(t target) tri.Tri {
	elems, answer := t.elems(), t.mayBeAny()
	for _, elem := range elems {
		answer = answer.Or(named(elem, vcsDirs)).Or(tri.Of(strings.HasSuffix(elem.Suffix(), ".git")))
	}
	if n := len(elems); n > 0 && strings.HasSuffix(elems[n-1].Suffix(), ".lock") {
		return tri.No
	}
	return answer
}

// named says whether an element is one of the names, or may be: a pattern only
// where it spells a part of the name.
func named(elem word.Text, names []string) tri.Tri {
	if name, known := elem.Known(); known {
		return tri.Of(slices.Contains(names, name))
	}
	if elem[0].Kind == word.Unknown || takesAll(elem) && elem[0].Kind == word.Glob {
		return tri.No
	}
	answer := tri.No
	for _, name := range names {
		answer = answer.Or(matches(elem, name))
	}
	return answer.And(tri.Maybe)
}

// generated takes in what a build makes anew. In the workspace the names count
// from its root on; elsewhere the common ones ("build") only at the end.
func (p *Place) generated(t target) tri.Tri {
	if t.base != "" && p.system(t) == tri.Yes {
		return tri.No
	}
	elems, project := t.elems(), t.base == ""
	for _, dir := range p.workspaceRoots() {
		if relate(t, dir).under == tri.Yes && (t.base == dir || isUnder(t.base, dir)) {
			elems, project = target{base: t.base[len(dir):], rest: t.rest}.elems(), true
			break
		}
	}
	end := len(elems)
	for end > 0 && takesAll(elems[end-1]) {
		end--
	}
	answer := t.mayBeAny()
	for i, elem := range elems[:end] {
		answer = answer.Or(named(elem, rebuilt))
		if project || i == end-1 {
			answer = answer.Or(named(elem, built))
		}
	}
	return answer.Or(tri.Of(len(elems) > 0 && hasSuffix(elems[len(elems)-1].Suffix(), builtFiles)))
}

func hasSuffix(name string, suffixes []string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(name, s) })
}
