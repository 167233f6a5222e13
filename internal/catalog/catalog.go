// Package catalog is what is known of tools, as data. It is a leaf: it holds
// the rows that policy/default/*.toml states and no behaviour beyond lookup.
//
// A row says what a tool's words mean; the packages tool and reach say how.
package catalog

// Tool is one [tool.NAME] row, compiled.
type Tool struct {
	// Name is the tool's own name, Same the other names of the same grammar.
	Name string
	Same []string
	// Options is the style in which the tool reads options.
	Options Style
	// Opts are the options the tool is known to take. One that is absent here
	// is unknown: it may or may not take the next word as its value.
	Opts []Opt
	// Verbs are the phrases of one to four words that select what the tool
	// does, longest first. A word "*" stands for any word.
	Verbs [][]string
	// Pure, Read, Write and Destroy class calls by effect. Pure implies Read,
	// Destroy implies Write. What no entry covers has no known effect.
	Pure, Read, Write, Destroy []Cond
	// Spares lists calls that change no file of the project: what they write is
	// the tool's own, or can be made again.
	Spares []Cond
	// Dry lists what makes a call do nothing (-help, --dry-run).
	Dry []Cond
	// Env names variables whose value is read as further options. A "*" in the
	// name stands for the verb, its words joined by "_" and "-" made "_"
	// (TF_CLI_ARGS_*).
	Env []string
	// Reads, Writes and Deletes say which operands and option values are
	// paths, and what happens to what is there. Writes replaces (or changes)
	// content, Appends adds to it.
	Reads, Writes, Appends, Deletes []Role
	// Chdir are the options that name the directory in which the tool works, so
	// that its relative paths are below it.
	Chdir []string
	// Fetches says which operands name what is fetched into a file of the same
	// base name (curl -O, wget).
	Fetches []Role
	// Runs says how the tool carries another program.
	Runs []Run
	// Data marks a tool whose words are never run: a policed name among them
	// means nothing (echo, grep, git commit).
	Data bool
	// Abbrev marks a tool that takes unambiguous abbreviations of long options.
	Abbrev bool
	// Filter marks a tool that passes its input on, changed or not, so that
	// what feeds it reaches what it feeds (cat, tee, grep, sed).
	Filter bool
	// Copies marks a tool that gives the paths it writes the content of those
	// it reads or moves (cp, mv, ln, install).
	Copies bool
	// Keeps marks a tool that leaves the content of what it writes as it is
	// (chmod).
	Keeps bool
	// Kinds are the classes of program the tool belongs to: "shell",
	// "interpreter", "fetcher", "declaration", "database" (a client of a server),
	// "embedded" (a database in a file).
	Kinds []string
	// Facts names what is read of a call's surroundings for whoever is asked about
	// it: "terraform" (the plan, the state), "kubernetes" (context and namespace),
	// "aws" (profile and region).
	Facts string
	// Secret lists options whose value must not be written to a log.
	Secret []string
	Listing
	// Links lists calls that make symbolic links to what they read (ln -s).
	Links []Cond
	// Mounts lists calls that put their first operand in the place of the second
	// (mount --bind).
	Mounts []Cond
	// Unless are globs of words. A call with a word of that kind is not pure,
	// whatever Pure says: the word may be, or hold, what does more.
	Unless []string
}

// Listing is what is known of a tool that goes through directories.
type Listing struct {
	// Walks lists what makes a call read all that lies below a directory that it
	// is given, or below the one it runs in (grep -r). An empty Cond is a tool
	// that does so by itself where nothing is fed to it (rg).
	Walks []Cond
	// Selects are the tests of a search that hold for some of what it comes by, each
	// with "!" again where what is left without it is only some, too. "@1" is the
	// first operand, where it is a pattern; "-type=l" is a test of that value,
	// "-exec=grep" one that this program is.
	Selects []string
	// Lists says of which operands the call prints the names, or the names of what is
	// in them where they are directories, Finds below which of them it prints all
	// (find). Sought are the options whose values say what such names are, as "-e=*.{}".
	Lists, Finds []Role
	Sought       []string
}

// Style is how a tool reads options. The zero value is invalid.
type Style uint8

const (
	// GNU: options and operands mix, short ones bundle, "--long=v" or
	// "--long v", "--" ends them. Also pflag/cobra.
	GNU Style = iota + 1
	// POSIX: as GNU, but the first operand ends the options (sudo, env, ssh).
	POSIX
	// Go: "-x" and "--x" are one option, no bundles, "-x=v" or "-x v".
	Go
	// BSD: as GNU, and the first word may be a bundle without a dash (tar xf).
	BSD
	// DD: every operand is key=value.
	DD
	// Find: operands first, then an expression whose primaries look like
	// single-dash options.
	Find
	// AWS: long options only; an option's value runs to the next option.
	AWS
	// None: no word is an option.
	None
)

// Arg says whether an option takes a value. The zero value is invalid.
type Arg uint8

const (
	// Flag takes none, though "=true" and "=false" may be attached.
	Flag Arg = iota + 1
	// Value takes the rest of the word or the next word.
	Value
	// Optional takes a value only when it is attached.
	Optional
)

// Opt is an option of a tool.
type Opt struct {
	// Names are its spellings with their dashes ("-f", "--force"); they are one.
	Names []string
	Arg   Arg
	// Verbs restricts the option to these verbs (phrases with single spaces);
	// empty: the whole tool. The restricted meaning outranks the general one.
	Verbs []string
	// Implies lists options that this one turns on.
	Implies []string
}

// Cond selects calls of a tool by verb, options and operands. All parts must
// hold; an empty Cond holds always.
type Cond struct {
	// Verb are the first words of the verb, each a glob with "|" alternatives
	// ("delete-*", "rm|del"). Fewer words than the call has match as a prefix.
	Verb []string
	// On are options that must be on; a "=value" part must match as a glob.
	On []string
	// Off are options that must be off or absent; "@" among them stands for
	// operands after the verb, of which there must be none.
	Off []string
}

// Role selects operands or option values in calls that Cond selects.
type Role struct {
	Cond
	// Option: the value of this option (any of its names), or the key of a
	// key=value operand (dd's "of").
	Option string
	// From and To select operands by position after the verb, counted from 1.
	// A negative number counts from the end: -1 is the last. To 0 means From
	// alone. "every operand" is From 1, To -1.
	From, To int
}

// Run is one way in which a tool carries another program.
type Run struct {
	Cond
	// How is the behaviour, from the closed list below.
	How How
	// From is the operand, counted from 1 after the verb, at which the carried
	// words begin (Rest, Joined), or that names the file (File). 0 means 1.
	From int
	// Options are the options whose value is the carried text (Script) or names
	// its file (File), or that begin the carried words (Between); of a Target
	// those that name one, or say more of what its file says (make --eval).
	Options []string
	// Until are the words that end Between (";", "+").
	Until []string
	// Assigns: leading NAME=VALUE words set the carried program's environment.
	Assigns bool
	// Append: words from standard input are added (xargs), at the end or in the
	// place of a replacement string; words after one of Until are added instead
	// (parallel's ":::"). Of a Between: what is found is, unless "{}" or a part of it
	// has its place (fd -x). Of a Target: every word after its name, options too.
	// Of a File: every operand after it is one as well.
	Append bool
	// Inputs are the options that name a file to read such words from, Each those
	// that bound how many of them one run gets, Split those that say what
	// separates them.
	Inputs, Each, Split []string
	// Marks are what a line of the text begins with where the rest of it is a
	// shell's ("!" of ed). A "*" stands for anything but quotes, a space for
	// blanks, for one at least at the end and after a "*"; after a mark with a quote or a bracket the text ends at its partner,
	// and at what follows a "…". Without options every operand from From on is
	// such a text.
	Marks []string
	// Vars are variables of the call's environment whose value is the text
	// (Script) or names its file (File, Written).
	Vars []string
	// Clear are the options that empty the carried program's environment.
	Clear []string
	// Place is where the carried program runs: "" here, "ssh", "exec" (in
	// something that runs already) or "container" (made for the call).
	Place string
	// Binds are the options that give a new container a host path to write to
	// ("-v" in docker run); the path is the value's part before ":" or its
	// source=, src= key.
	Binds []string
	// At is the operand that names the host, container or image; 0: none.
	At int
	// Lang is the language of carried text: "" for a shell, else "python",
	// "sql", "javascript" …, "sed", "cron" (a crontab), "keys" (typed into a
	// shell), "patch" and "apply_patch" (say how files change), "prompt" (expanded as a shell's prompt), "own" (commands of the tool itself), "sh" (a shell's words); of a
	// Target it is the format of its file: "make", "npm", "just", "task",
	// "procfile", "compose", "git".
	Lang string
	// Files and Dirs are the options of a Target that name its file and the
	// directory to run in.
	Files, Dirs []string
	// Program are the first words of the program whose other words are carried
	// (Rest): tfenv exec runs terraform.
	Program []string
	// Known: only a program that the catalogue knows by its name (Rest).
	Known bool
	// Fed: what is carried reads what the call works on (an editor's buffer).
	Fed bool
	// ByVerb: the verb's last word is the target's name (npm test).
	ByVerb bool
	// Paths are the files that a Written runs: "~/name" below the home directory,
	// "**/name" anywhere. Of a File they are patterns of those in the directory that
	// is named, each of which is run as a program; of a Target, of its files where no
	// option names one.
	Paths []string
	// Strip are the options that say how many directories the names in a patch
	// lose, Reverse those that turn it around.
	Strip, Reverse []string
}

// How names a behaviour of package reach. The zero value is invalid.
type How uint8

const (
	// Rest: the operands from From on are a program and its arguments.
	Rest How = iota + 1
	// Script: the value of one of Options is a program text; operands become
	// its positional parameters.
	Script
	// Joined: the operands from From on, joined by spaces, are a program text.
	Joined
	// Between: the words after one of Options up to one of Until are a program
	// and its arguments; "{}" in them is a path not known here.
	Between
	// Stdin: standard input is a program text, when no Run listed before it
	// applies.
	Stdin
	// File: operand From, or the value of one of Options, names a file that holds
	// the program text.
	File
	// Target: the operands from From on are names in a file of the project that
	// says what each runs (make, npm run); Lang is the file's format.
	Target
	// Written: files at Paths are run without being named (hooks, what a shell
	// reads at its start), where the command itself has written them.
	Written
)

// Folded is a catalogue for a system on which the names of programs have no case.
type Folded struct{ Catalog }

// Catalog finds tools by the name under which they are called.
type Catalog interface {
	// Tool returns the row for a program's base name, or nil.
	Tool(name string) *Tool
	// Policed reports whether any rule names this program.
	Policed(name string) bool
}
