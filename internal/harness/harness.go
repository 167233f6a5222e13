// Package harness holds what is known of each agent harness, as rows: how
// well its hook contract is known, where it reads its settings, what it sets
// for the commands it runs, whether it can put a question to a person. How an
// event is read and answered is a loop, and lives in internal/hook.
package harness

import (
	"path/filepath"
	"strings"
)

// Harness is one row.
type Harness struct {
	// Name is the name, as --harness spells it.
	Name string
	// Title is the name that its makers use.
	Title    string
	Contract Contract
	// Env are the variables that it sets for the commands it runs, not those
	// that a person sets for it.
	Env []string
	// Programs are the names under which it runs.
	Programs []string
	// Package is the part of a path by which a script of it is known, "" for
	// none.
	Package string
	// Project is the variable that names the project's directory to its hooks, ""
	// for none.
	Project string
	// Shell is the shell in which it always runs commands, "" where that is the
	// person's own.
	Shell string
	// Question is what becomes of a call about which a hook asks.
	Question Question
	// LaterInput reports whether its agent can send input to a program that
	// runs, without a hook being called: what it tells a shell or an
	// interpreter that it started is then seen by nobody.
	LaterInput bool
	// Start are the names of the event with which a conversation begins and whose
	// hook can tell the agent something, nil for none.
	Start []string
	// Home is its directory of a user's files, "" for none.
	Home string
	// HomeEnv is the variable that names another one, "" for none.
	HomeEnv string
	// Files are those from which it reads its hooks, or what turns them off.
	Files []File
	// Off is what keeps it from calling a hook that is registered.
	Off []Switch
}

// Contract is how well the form of its events and answers is known.
type Contract struct {
	Status Status
	// Version is the version that it was learnt from, "" where it is not known.
	Version string
	// Date is the day on which it was measured or looked up.
	Date string
	// Source is where to look it up.
	Source string
}

// Status says how a contract is known.
type Status uint8

const (
	// SecondHand is what others say of it: their notes, tests and issues.
	SecondHand Status = iota
	// Documented is what its makers say of it.
	Documented
	// Measured is what the program itself did.
	Measured
)

// String spells a status as it is shown.
func (s Status) String() string {
	return [...]string{"second-hand", "documented", "measured"}[s]
}

// Question is what becomes of a call about which a hook asks.
type Question struct{ Interactive, Headless Effect }

// Effect is what becomes of a call.
type Effect uint8

const (
	// Runs is a call that is run, as where asking is not understood.
	Runs Effect = iota
	// Prompts is a call about which a person is asked.
	Prompts
	// Refuses is a call that is not run.
	Refuses
)

// String spells an effect as it is shown.
func (e Effect) String() string {
	return [...]string{"runs", "prompts", "refuses"}[e]
}

// CanAsk reports whether a hook may ask: a person is asked where there is one,
// and nothing runs where there is none.
func (h *Harness) CanAsk() bool {
	return h.Question.Interactive == Prompts && h.Question.Headless != Runs
}

// Scope is whose file it is.
type Scope string

const (
	// User is a person's own file.
	User Scope = "user"
	// Project is a file that a project brings with it.
	Project Scope = "project"
	// Local is a person's own file in a project.
	Local Scope = "local"
	// Managed is a file of the machine's owner.
	Managed Scope = "managed"
)

// Format is how a file is written.
type Format string

const (
	// JSON is a file in JSON, without comments.
	JSON Format = "json"
	// JSONC is a file in JSON that may hold comments.
	JSONC Format = "jsonc"
	// TOML is a file in TOML.
	TOML Format = "toml"
	// Script is a program that is run at an event.
	Script Format = "script"
	// TypeScript is a module that the harness loads.
	TypeScript Format = "typescript"
)

// File is a file, or a directory of files of one format, where Path ends in a
// slash.
type File struct {
	Scope Scope
	// Path begins with ~/ below a home directory and with a slash, or with a
	// drive, on a machine; else it lies below a project.
	Path   string
	Format Format
	// Hooks reports whether hooks are registered in it. The others can turn
	// them off, or say who is trusted.
	Hooks bool
	// OS is the only system where it lies there, as GOOS spells it; "" for
	// every one that has no row of its own for this scope.
	OS string
	// Env is a variable that names another file in its place, "" for none.
	Env string
	// Of is the harness whose file it is, where another reads it too.
	Of string
}

// Switch is what keeps hooks from being called.
type Switch struct {
	Kind Kind
	// Name is a setting's path, a variable or an option.
	Name string
	// Value is the value that does it, "" for any.
	Value string
}

// Kind is what a switch is.
type Kind uint8

const (
	// Setting is a key in one of the files.
	Setting Kind = iota
	// Variable is a variable of the harness's own environment.
	Variable
	// Option is an option of its command line.
	Option
)

// All returns every harness, those that were measured first. It must not be
// changed.
func All() []Harness { return rows[:] }

// Find returns the harness of a name, nil for none.
func Find(name string) *Harness {
	for i := range rows {
		if rows[i].Name == name {
			return &rows[i]
		}
	}
	return nil
}

// Names returns every name.
func Names() []string {
	names := make([]string, len(rows))
	for i := range rows {
		names[i] = rows[i].Name
	}
	return names
}

// On returns the files that it reads on a system, as GOOS spells it.
func (h *Harness) On(system string) []File {
	var out []File
	for _, f := range h.Files {
		if f.OS == system || f.OS == "" && !h.special(f.Scope, system) {
			out = append(out, f)
		}
	}
	return out
}

// special reports whether a system has places of its own for a scope.
func (h *Harness) special(s Scope, system string) bool {
	for _, f := range h.Files {
		if f.Scope == s && f.OS == system {
			return true
		}
	}
	return false
}

// Resolve returns where a file lies, for a home directory, a project and an
// environment; "" where there is no home. A directory keeps its slash.
func (h *Harness) Resolve(f File, home, project string, env func(string) string) string {
	if f.Env != "" && env(f.Env) != "" {
		return env(f.Env)
	}
	rest, below := strings.CutPrefix(f.Path, h.Home+"/")
	if own := env(h.HomeEnv); h.Home != "" && below && h.HomeEnv != "" && own != "" {
		return join(own, rest)
	}
	if rest, below := strings.CutPrefix(f.Path, "~/"); below {
		if home == "" {
			return ""
		}
		return join(home, rest)
	}
	if strings.HasPrefix(f.Path, "/") || strings.Contains(f.Path, `:\`) {
		return f.Path
	}
	return join(project, f.Path)
}

func join(dir, rest string) string {
	path := filepath.Join(dir, rest)
	if strings.HasSuffix(rest, "/") {
		path += "/"
	}
	return path
}
