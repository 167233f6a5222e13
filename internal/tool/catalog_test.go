package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// rows is a small catalogue with one tool for each way of reading.
type rows []catalog.Tool

func (rs rows) Tool(name string) *catalog.Tool {
	for i := range rs {
		if rs[i].Name == name || contains(rs[i].Same, name) {
			return &rs[i]
		}
	}
	return nil
}

func (rs rows) Policed(name string) bool { return name == "policed" || rs.Tool(name) != nil }

func flags(names ...string) []catalog.Opt { return opts(catalog.Flag, names) }

func values(names ...string) []catalog.Opt { return opts(catalog.Value, names) }

// opts makes rows of "-f|--force" spellings, each optionally "verb|verb: -f".
func opts(arg catalog.Arg, specs []string) []catalog.Opt {
	var out []catalog.Opt
	for _, spec := range specs {
		o := catalog.Opt{Arg: arg}
		if verbs, names, ok := strings.Cut(spec, ": "); ok {
			o.Verbs, spec = strings.Split(verbs, "|"), names
		}
		o.Names = strings.Split(spec, "|")
		out = append(out, o)
	}
	return out
}

func join(lists ...[]catalog.Opt) []catalog.Opt {
	var out []catalog.Opt
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

func verbs(phrases ...string) [][]string {
	var out [][]string
	for _, p := range phrases {
		out = append(out, strings.Fields(p))
	}
	return out
}

// cond reads "verb words -on --on=v !-off".
func cond(s string) catalog.Cond {
	var c catalog.Cond
	for _, f := range strings.Fields(s) {
		switch {
		case strings.HasPrefix(f, "!"):
			c.Off = append(c.Off, f[1:])
		case strings.HasPrefix(f, "-"), strings.Contains(f, "="):
			c.On = append(c.On, f)
		default:
			c.Verb = append(c.Verb, f)
		}
	}
	return c
}

func conds(specs ...string) []catalog.Cond {
	var out []catalog.Cond
	for _, s := range specs {
		out = append(out, cond(s))
	}
	return out
}

var every = catalog.Role{From: 1, To: -1}

// words reads a line of words: $X is an unquoted unknown, "$X" a quoted one,
// "" an empty argument, and anything else literal.
func words(line string) []word.Word {
	var out []word.Word
	at := 0
	for _, f := range strings.Fields(line) {
		start := at + strings.Index(line[at:], f)
		at = start + len(f)
		w := word.Word{Span: word.Span{Start: start, End: at}}
		if strings.HasPrefix(f, `"`) {
			f, w.Quoted = strings.Trim(f, `"`), true
		}
		w.Pieces = pieces(f, !w.Quoted)
		out = append(out, w)
	}
	return out
}

// pieces splits s at $NAME and at "*".
func pieces(s string, split bool) word.Text {
	var t word.Text
	for s != "" {
		i := strings.IndexAny(s, "$*")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			t = append(t, word.Piece{Kind: word.Lit, Text: s[:i]})
		}
		if s = s[i:]; s == "" {
			break
		}
		n := 1
		if s[0] == '*' {
			t = append(t, word.Piece{Kind: word.Glob, Text: "*"})
		} else {
			for n < len(s) && nameByte(s[n]) {
				n++
			}
			t = append(t, word.Piece{Kind: word.Unknown, Text: s[:n], Split: split})
		}
		s = s[n:]
	}
	return t
}

// show writes a reading in one line: "verb | options | operands | loose".
func show(inv *Invocation) string {
	var o []string
	for i := range inv.Options {
		o = append(o, showOption(&inv.Options[i]))
	}
	var p []string
	for _, op := range inv.Operands {
		p = append(p, op.Word.String())
	}
	return strings.Join([]string{spell(inv.Verb), strings.Join(o, " "), strings.Join(p, " "), spell(inv.Loose)}, " | ")
}

func showOption(o *Option) string {
	s := o.Name
	if o.Open {
		s += "…"
	}
	if o.Off {
		s += "(off)"
	}
	if o.Opt == nil {
		s += "?"
	}
	if o.Implied {
		s = "+" + s
	}
	if o.Value != nil {
		s += "=" + o.Value.String()
	}
	if len(o.Values) > 0 {
		s += "[" + spell(o.Values) + "]"
	}
	return s
}

func spell(ws []word.Word) string {
	var out []string
	for _, w := range ws {
		out = append(out, w.String())
	}
	return strings.Join(out, " ")
}

var testRows = rows{
	{
		Name: "kubectl", Options: catalog.GNU,
		Opts: join(
			values("-n|--namespace", "--context", "--kubeconfig", "--grace-period", "exec|logs: -c|--container"),
			flags("--force", "-A|--all-namespaces", "delete: --all", "exec: -i", "exec: -t"),
			opts(catalog.Optional, []string{"--dry-run", "get: --watch"}),
		),
		Verbs:   verbs("config delete-context", "config view", "delete", "get", "apply", "exec", "logs"),
		Read:    conds("get", "logs", "config view"),
		Write:   conds("apply"),
		Destroy: conds("delete", "config delete-context"),
		Dry:     conds("--dry-run=client|server", "--help"),
		Runs: []catalog.Run{
			{Cond: cond("exec"), How: catalog.Rest, From: 2, Place: "exec", At: 1},
		},
	},
	{
		Name: "terraform", Same: []string{"tofu"}, Options: catalog.Go,
		Opts: join(
			values("-chdir", "-var", "plan: -out"),
			flags("-help", "-auto-approve", "apply|plan: -destroy"),
		),
		Verbs:   verbs("workspace delete", "state list", "state rm", "apply", "destroy", "plan"),
		Read:    conds("plan", "state list"),
		Write:   conds("apply"),
		Destroy: conds("destroy", "apply -destroy", "state rm"),
		Dry:     conds("-help"),
		Env:     []string{"TF_CLI_ARGS", "TF_CLI_ARGS_*"},
	},
	{
		Name: "aws", Options: catalog.AWS,
		Opts:    join(values("--profile", "--region"), flags("--debug", "--dry-run", "s3 rm: --recursive")),
		Verbs:   verbs("configure list", "* *"),
		Read:    conds("* describe-*|list-*|get-*"),
		Destroy: conds("* delete-*|terminate-*", "s3 rm"),
		Dry:     conds("--dry-run"),
	},
	{
		Name: "rm", Options: catalog.GNU, Abbrev: true,
		Opts:    flags("-r|-R|--recursive", "-f|--force", "-v|--verbose", "--preserve-root", "--no-preserve-root", "--version"),
		Deletes: []catalog.Role{every},
	},
	{
		Name: "rsync", Options: catalog.GNU,
		Opts: []catalog.Opt{
			{Names: []string{"-a", "--archive"}, Arg: catalog.Flag, Implies: []string{"-r", "-t", "--mode=all"}},
			{Names: []string{"-r", "--recursive"}, Arg: catalog.Flag, Implies: []string{"-a"}},
			{Names: []string{"-t", "--times"}, Arg: catalog.Flag},
			{Names: []string{"-e", "--rsh"}, Arg: catalog.Value},
			{Names: []string{"-n", "--dry-run"}, Arg: catalog.Flag},
			{Names: []string{"--delete"}, Arg: catalog.Flag},
		},
		Dry:    conds("-n"),
		Reads:  []catalog.Role{{From: 1, To: -2}},
		Writes: []catalog.Role{{From: -1}},
		Deletes: []catalog.Role{
			{Cond: cond("--delete"), From: -1},
		},
	},
	{
		Name: "sudo", Options: catalog.POSIX,
		Opts: join(values("-u|--user", "-g"), flags("-n", "-E", "-l", "-s", "-i")),
		Runs: []catalog.Run{
			{How: catalog.Rest, From: 1, Assigns: true},
			{Cond: cond("-s"), How: catalog.Stdin},
		},
	},
	{
		Name: "env", Options: catalog.POSIX,
		Opts: join(values("-u|--unset", "-S|--split-string"), flags("-i")),
		Runs: []catalog.Run{{How: catalog.Rest, Options: []string{"-S"}, Assigns: true}},
	},
	{
		Name: "ssh", Options: catalog.GNU,
		Opts: join(values("-p", "-i", "-o"), flags("-t", "-4")),
		Runs: []catalog.Run{{How: catalog.Joined, From: 2, Place: "ssh", At: 1}},
	},
	{
		Name: "bash", Same: []string{"sh"}, Options: catalog.POSIX, Kinds: []string{"shell"},
		Opts: join(flags("-c", "-l|--login", "-e", "-x", "-i", "-s", "+e", "+x"), values("-o", "+o", "--rcfile")),
		Runs: []catalog.Run{
			{How: catalog.Script, Options: []string{"-c"}},
			{Cond: cond("!-c !-s"), How: catalog.File},
			{Cond: cond("!-c"), How: catalog.Stdin},
		},
	},
	{
		Name: "python", Options: catalog.POSIX,
		Opts: join(values("-c", "-m", "-W"), flags("-u", "-B", "-E")),
		Runs: []catalog.Run{
			{How: catalog.Script, Options: []string{"-c"}, Lang: "python"},
			{Cond: cond("!-c !-m"), How: catalog.File, Lang: "python"},
			{Cond: cond("!-c !-m"), How: catalog.Stdin, Lang: "python"},
		},
	},
	{
		Name: "tar", Options: catalog.BSD,
		Opts: join(flags("-x", "-c|--create", "-z", "-v"), values("-f|--file", "-C|--directory")),
		Writes: []catalog.Role{
			{Cond: cond("-c"), Option: "-f"}, {Cond: cond("-x"), Option: "-C"},
		},
	},
	{
		Name: "dd", Options: catalog.DD,
		Reads: []catalog.Role{{Option: "if"}}, Writes: []catalog.Role{{Option: "of"}},
	},
	{
		Name: "find", Options: catalog.Find,
		Opts: join(
			values("-name", "-type", "-maxdepth", "-mtime", "-D"),
			flags("-delete", "-print", "-o", "-L", "-exec", "-ok"),
		),
		Deletes: []catalog.Role{{Cond: cond("-delete"), From: 1, To: -1}},
		Runs: []catalog.Run{
			{How: catalog.Between, Options: []string{"-exec", "-ok"}, Until: []string{";", "+"}},
		},
	},
	{
		Name: "xargs", Options: catalog.POSIX,
		Opts: join(values("-n", "-I"), flags("-0", "-r")),
		Runs: []catalog.Run{{How: catalog.Rest, Append: true, Options: []string{"-I"}}},
	},
	{
		Name: "docker", Options: catalog.GNU,
		Opts: join(
			values("--context", "run: -v|--volume", "run: --mount", "run: --name", "compose: -f|--file"),
			flags("run: --rm", "run: -i", "run: -t", "compose logs: -f|--follow"),
		),
		Verbs: verbs("compose logs", "compose down", "run", "ps"),
		Runs: []catalog.Run{{
			Cond: cond("run"), How: catalog.Rest, From: 2, Place: "container", At: 1,
			Binds: []string{"-v", "--mount"},
		}},
	},
	{
		Name: "git", Options: catalog.GNU,
		Opts: join(values("-C", "-c", "commit: -m|--message"), flags("branch: -D", "branch: --list",
			"push: -f|--force", "push: --verify")),
		Verbs: verbs("stash drop", "stash", "push", "branch", "commit"),
		Read:  conds("branch --list"), Write: conds("branch", "push"), Destroy: conds("branch -D", "stash drop"),
	},
	{
		Name: "awk", Options: catalog.POSIX, Opts: values("-f", "-F", "-v"),
		Runs: []catalog.Run{{Cond: cond("!-f"), How: catalog.Script, Lang: "awk"}},
	},
	{
		Name: "chamber", Options: catalog.GNU, Verbs: verbs("exec"),
		Runs: []catalog.Run{{Cond: cond("exec"), How: catalog.Between, Options: []string{"--"}}},
	},
	{Name: "echo", Options: catalog.None, Data: true},
	{
		Name: "tee", Options: catalog.GNU, Opts: flags("-a|--append"),
		Writes:  []catalog.Role{{Cond: cond("!-a"), From: 1, To: -1}},
		Appends: []catalog.Role{{Cond: cond("-a"), From: 1, To: -1}},
	},
}
