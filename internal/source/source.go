// Package source reads what says in a language of its own what runs or what is
// written: the files of a project (Makefiles, package.json, justfiles, Taskfiles,
// Procfiles, Compose files), and texts that are given to a program (sed scripts,
// crontabs, an editor's commands, patches). It runs nothing and knows no rule:
// text in, program texts out.
//
// Every reader keeps what it cannot compute as an unknown piece of the text,
// and finds nothing where there is no file or no such target.
package source

import (
	"path"
	"strings"

	"tagout/internal/word"
)

// Request is what a call asks of its project's file.
type Request struct {
	// Format is "make", "npm", "just", "task", "procfile", "compose", "git" …
	Format string
	// Targets are the operands of the call: names of targets, their arguments,
	// NAME=VALUE words.
	Targets []word.Word
	// Files are the files that options name, Dirs the directories to run in,
	// each relative to the one before.
	Files, Dirs []word.Word
	// Text is what the last of Files holds where its name alone does not lead to
	// it (<(command)).
	Text word.Text
	// Given are the values of options that name a target (node --run) or say
	// more of what the file says (make --eval, git -c).
	Given []word.Word
	// All: every target of the file, each for itself, whatever Targets are.
	All bool
	// Dry: only what runs in spite of a dry run (make -n).
	Dry bool
}

// Host is what a reader asks while it reads. No field may be nil.
type Host struct {
	// Read returns a file's text by its path, relative to the directory of the
	// call or absolute.
	Read func(path string) (word.Text, bool)
	// Print runs a program whose output becomes part of a text (make's shell
	// function) and returns that output.
	Print func(Program) word.Text
	// Env returns a variable of the call's environment.
	Env func(name string) (word.Text, bool)
	// Dir is the directory of the call.
	Dir word.Text
}

// Program is a text that a target runs.
type Program struct {
	// Name says where it stands: "Makefile:clean".
	Name string
	// Text is a shell's, or begins with the "#!" line of its interpreter.
	Text word.Text
	// Args are $0, $1 and so on.
	Args []word.Word
	// Dir is the directory in which it runs, relative to that of the call or
	// absolute; "" is that of the call.
	Dir string
	// Env are variables of its environment.
	Env []Var
	// Binds are the host paths that its container can write to, each with ":"
	// and the path at which it sees them.
	Binds []string
	// At is the byte of its file at or after which the text begins, where a
	// reader knows it. One line end counts as one byte.
	At int
	// Maybe is set where it is not known that this is the target asked for.
	Maybe bool
}

// Var is a variable and its value.
type Var struct {
	Name  string
	Value word.Text
}

const (
	// maxPrograms and maxFiles bound what one request yields and reads.
	maxPrograms = 1000
	maxFiles    = 256
	// maxText bounds one expanded text in bytes.
	maxText = 1 << 18
	// maxDepth bounds targets that need others, files that include others and
	// values that hold others.
	maxDepth = 40
	// maxUp bounds the search for a file in the directories above.
	maxUp = 64
)

// Programs returns the texts that a request runs, in order. None: the file or
// the target does not exist, or cannot be read. more: a bound was hit, so that
// there may be others, or more in these.
func Programs(r Request, h Host) (list []Program, more bool) {
	j := &job{Request: r, host: h}
	for _, d := range r.Dirs {
		dir, ok := d.Known()
		if !ok {
			return nil, false
		}
		j.dir = join(j.dir, dir)
	}
	switch r.Format {
	case "make":
		j.make()
	case "npm", "scripts":
		j.npm()
	case "just":
		j.just()
	case "task":
		j.task()
	case "procfile":
		j.procfile()
	case "compose", "compose-up":
		j.compose()
	case "composer":
		j.composer()
	case "pre-commit":
		j.preCommit()
	case "tox":
		j.tox()
	case "rake":
		j.rake("default", "Rakefile", "rakefile", "Rakefile.rb", "rakefile.rb")
	case "cap":
		j.rake("", "Capfile", "config/deploy.rb")
	case "fastlane":
		j.rake("", "fastlane/Fastfile", "Fastfile")
	case "nox", "invoke", "fab", "doit":
		j.pythonTasks()
	case "go":
		j.goRun()
	case "go-generate":
		j.goGenerate()
	case "tasks":
		j.tomlTasks()
	case "pre-commit-hooks":
		j.hooksOf()
	case "lefthook":
		j.lefthook()
	case "moon":
		j.moon()
	case "workflow":
		j.workflow()
	case "ant":
		j.ant()
	case "git":
		j.gitAlias()
	}
	return j.out, j.more
}

// job is one request being answered.
type job struct {
	Request
	holes
	host  Host
	dir   string // as Program.Dir
	files int
	out   []Program
	seen  map[string]bool
	more  bool // than is in out
}

// add adds a program, each only once.
func (j *job) add(p Program) {
	if len(p.Text) == 0 {
		return
	}
	if len(j.out) >= maxPrograms {
		j.more = true
		return
	}
	key := p.Name + "\x00" + p.Dir + "\x00" + p.Text.Spelling()
	for _, v := range p.Env {
		key += "\x00" + v.Name + "=" + v.Value.Spelling()
	}
	if j.seen == nil {
		j.seen = make(map[string]bool)
	}
	if !j.seen[key] {
		j.seen[key] = true
		j.out = append(j.out, p)
	}
}

// read returns a file's text with holes for what is not known of it.
func (j *job) read(name string) (string, bool) {
	if j.files >= maxFiles {
		j.more = true
		return "", false
	}
	j.files++
	t, ok := j.host.Read(name)
	return j.flat(t), ok
}

// bounded keeps a text from growing without end.
func (j *job) bounded(s string) string {
	if len(s) <= maxText {
		return s
	}
	j.more = true
	return j.unknown("…")
}

// deep reports whether something is nested too deeply to be followed.
func (j *job) deep(depth int) bool {
	if depth < maxDepth {
		return false
	}
	j.more = true
	return true
}

// find returns the text and the path of the file that an option names, else of
// the first of names that exists in the directory or, with up, above it.
func (j *job) find(up bool, names ...string) (text, file string, ok bool) {
	if len(j.Files) > 0 {
		last := j.Files[len(j.Files)-1]
		name, known := last.Known()
		if j.Text != nil {
			return j.flat(j.Text), last.String(), true
		}
		if !known {
			return "", "", false
		}
		file = join(j.dir, name)
		if name == "-" {
			file = "/dev/stdin"
		}
		text, ok = j.read(file)
		return text, file, ok
	}
	dir := j.dir
	for n := 0; n <= min(maxUp, j.levels()); n++ {
		for _, name := range names {
			file = join(dir, name)
			if t, found := j.host.Read(file); found {
				return j.flat(t), file, true
			}
		}
		if !up {
			break
		}
		dir = join(dir, "..")
	}
	return "", "", false
}

// levels is how many directories there are above the one of the request; where
// that is not known, no more than anybody has.
func (j *job) levels() int {
	if here, known := j.host.Dir.Known(); known {
		return strings.Count(path.Clean(join(here, j.dir)), "/")
	}
	return 12
}

// join returns name as it is seen from where dir is.
func join(dir, name string) string {
	if dir == "" || path.IsAbs(name) {
		return name
	}
	return path.Join(dir, name)
}

// folder is the directory of a file, as Program.Dir.
func folder(file string) string {
	if d := path.Dir(file); d != "." {
		return d
	}
	return ""
}

// names splits the operands into those that are NAME=VALUE and the others.
func (j *job) names() (targets []word.Word, sets []Var) {
	for _, w := range j.Targets {
		if name, value, ok := cutAssign(w.Pieces); ok {
			sets = append(sets, Var{name, value})
		} else {
			targets = append(targets, w)
		}
	}
	return targets, sets
}

// cutAssign splits NAME=VALUE whose name is known.
func cutAssign(t word.Text) (string, word.Text, bool) {
	if len(t) == 0 || t[0].Kind != word.Lit {
		return "", nil, false
	}
	name, rest, ok := strings.Cut(t[0].Text, "=")
	if !ok || name == "" || strings.HasPrefix(name, "-") {
		return "", nil, false
	}
	var value word.Text
	if rest != "" {
		value = word.Text{{Kind: word.Lit, Text: rest}}
	}
	return name, append(value, t[1:]...), true
}

// shellLike reports whether a path names a shell, or something that is not known.
func shellLike(s string) bool {
	switch strings.TrimSuffix(path.Base(s), ".exe") {
	case "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "oksh", "busybox":
		return true
	}
	return holed(s)
}

// shellQuoted returns a text as one word of a shell's program.
func shellQuoted(s string) string {
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_./:=@%+,", c) >= 0) {
			return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	if s == "" {
		return "''"
	}
	return s
}
