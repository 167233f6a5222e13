package shell

import (
	"tagout/internal/word"
)

// worldEnv returns a variable of the hook's environment, where the program
// runs in it.
func (in *interp) worldEnv(name string) (string, bool) {
	if in.clean {
		return "", false
	}
	return in.cfg.World.Env(name)
}

// worldly returns what is known of a variable that this program's text has not
// set. The agent's shell may have read files that the hook never saw, so a
// variable that the hook has is that value or unknown, one that it lacks is
// unset or unknown.
func (in *interp) worldly(name string) *variable {
	set, ok := in.worldEnv(name)
	v := &variable{exported: ok}
	switch kindOf(name) {
	case ownDir:
		v.alts = []value{{text: in.dir}}
	case lastDir:
		v.alts = in.lastDir(set, ok)
	case exact:
		v.alts = exactly(name, set, ok, in.clean)
	case numeric:
		v.alts = []value{{text: unknownClass("$"+name, "number")}}
	case separators:
		v.alts = []value{{text: literal(" \t\n")}}
	case ever:
		v.alts = []value{{text: unknown("$" + name)}}
	default:
		v.alts = perhaps(name, set, ok)
	}
	return v
}

// nameKind says how a variable that the text does not set is known.
type nameKind uint8

const (
	ordinary   nameKind = iota
	exact               // the login's own, the same in every shell
	ownDir              // PWD
	lastDir             // OLDPWD
	numeric             // always set by the shell, to a number
	ever                // always set, to something
	separators          // IFS
)

// kindOf sorts the variables that shells set themselves (bash(1), "Shell
// Variables").
func kindOf(name string) nameKind {
	switch name {
	case "PWD":
		return ownDir
	case "OLDPWD":
		return lastDir
	case "HOME", "USER", "TMPDIR", "LOGNAME":
		return exact
	case "IFS":
		return separators
	case "UID", "EUID", "PPID", "BASHPID", "RANDOM", "SRANDOM", "SECONDS", "LINENO",
		"SHLVL", "EPOCHSECONDS", "OPTIND", "COLUMNS", "LINES", "BASH_SUBSHELL", "GROUPS":
		return numeric
	case "HOSTNAME", "HOSTTYPE", "OSTYPE", "MACHTYPE", "BASH", "BASH_VERSION", "BASHOPTS",
		"SHELLOPTS", "EPOCHREALTIME", "BASH_SOURCE", "BASH_COMMAND", "_", "PATH", "ZSH_VERSION":
		return ever
	}
	return ordinary
}

func (in *interp) lastDir(set string, ok bool) []value {
	switch {
	case in.old != nil:
		return []value{{text: in.old}}
	case ok:
		return []value{{text: literal(set)}}
	}
	return perhaps("OLDPWD", "", false)
}

func exactly(name, set string, ok, clean bool) []value {
	switch {
	case ok:
		return []value{{text: literal(set)}}
	case clean && name != "TMPDIR":
		return []value{{text: unknown("$" + name)}}
	}
	return perhaps(name, "", false)
}

// perhaps returns both readings of a variable: what the hook sees, and
// anything.
func perhaps(name, set string, ok bool) []value {
	first := value{unset: true}
	if ok {
		first = value{text: literal(set)}
	}
	return []value{first, {text: unknown("$" + name)}}
}

func literal(s string) word.Text {
	if s == "" {
		return nil
	}
	return word.Text{{Kind: word.Lit, Text: s}}
}

func unknown(spelling string) word.Text {
	return word.Text{{Kind: word.Unknown, Text: spelling}}
}

func unknownClass(spelling, class string) word.Text {
	return word.Text{{Kind: word.Unknown, Text: spelling, Class: class}}
}
