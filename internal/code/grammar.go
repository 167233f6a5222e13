package code

// quoteMode says how a quoted text is read.
type quoteMode struct {
	open    string
	close   string
	escapes escapes
	interp  interp
	runs    bool // it is run by a shell: `…` in Ruby, Perl and PHP
	tag     bool // a name before it is called with it: JavaScript's templates
	lines   bool // it may go on over line ends
}

// escapes says what a backslash does.
type escapes uint8

const (
	plain  escapes = iota // nothing
	raw                   // it keeps what follows from ending the text
	quoted                // only \\ and the quote are escapes
	cLike                 // \n, \x41 …; an unknown one is the character
	pyLike                // the same; an unknown one keeps its backslash
)

// interp says what is computed inside a quoted text.
type interp uint8

const (
	none    interp = iota
	braces         // {x}, {{ is a brace: Python's f-strings
	dollars        // ${x}: JavaScript
	hashes         // #{x}: Ruby
	sigils         // $x, ${x}, @{[ x ]}, {$x}: Perl and PHP
)

// grammar is what the lexer and the evaluator need to know of a language.
type grammar struct {
	name string
	// comments start with these and end with the line.
	comments []string
	block    bool // /* … */
	regex    bool // /…/
	sigil    string
	quotes   []quoteMode
	members  []string // operators that lead to a member
	concat   string   // operator that joins texts; " ": none is needed
	bare     bool     // a function is called without parentheses
	adjacent bool     // texts beside each other are one
	lines    bool     // a line's end ends a statement
	exact    bool     // the lexer knows for certain what is no text of it
	rows     []row
	modules  []alias // other names of modules
	// read is the reader of a language that is read in a way of its own.
	read func(*finder, string)
}

func grammarOf(lang string) *grammar {
	for i := range grammars {
		if grammars[i].name == lang {
			return &grammars[i]
		}
	}
	if lang == "typescript" {
		return grammarOf("javascript")
	}
	return nil
}

var grammars = [...]grammar{
	{
		name: "python", comments: []string{"#"}, members: []string{"."}, concat: "+", adjacent: true, lines: true, exact: true,
		quotes: []quoteMode{
			{open: `"""`, close: `"""`, escapes: pyLike, lines: true},
			{open: `'''`, close: `'''`, escapes: pyLike, lines: true},
			{open: `"`, close: `"`, escapes: pyLike},
			{open: `'`, close: `'`, escapes: pyLike},
		},
		rows:    pythonRows,
		modules: []alias{{"posix.", "os."}, {"subprocess32.", "subprocess."}, {"builtins.", ""}, {"asyncio.subprocess.", "asyncio."}},
	},
	{
		name: "javascript", comments: []string{"//"}, block: true, regex: true, members: []string{".", "?."}, concat: "+", lines: true,
		quotes: []quoteMode{
			{open: `"`, close: `"`, escapes: cLike},
			{open: `'`, close: `'`, escapes: cLike},
			{open: "`", close: "`", escapes: cLike, interp: dollars, tag: true, lines: true},
		},
		rows: javascriptRows,
		modules: []alias{{"node:", ""}, {"fs/promises.", "fs."}, {"fs.promises.", "fs."}, {"fs-extra.", "fs."}, {"graceful-fs.", "fs."},
			{"timers/promises.", ""}, {"bun.", "Bun."}, {"globalThis.", ""}, {"global.", ""}, {"path/posix.", "path."}, {"path.posix.", "path."}},
	},
	{
		name: "ruby", comments: []string{"#"}, regex: true, sigil: "$@", members: []string{".", "&.", "::"}, concat: "+", bare: true, adjacent: true, lines: true,
		quotes: []quoteMode{
			{open: `"`, close: `"`, escapes: cLike, interp: hashes, lines: true},
			{open: `'`, close: `'`, escapes: quoted, lines: true},
			{open: "`", close: "`", escapes: cLike, interp: hashes, runs: true, lines: true},
		},
		rows:    rubyRows,
		modules: []alias{{"Kernel.", ""}, {"Process.", ""}, {"Object.", ""}},
	},
	{
		name: "perl", comments: []string{"#"}, regex: true, sigil: "$@", members: []string{"->"}, concat: ".", bare: true,
		quotes: []quoteMode{
			{open: `"`, close: `"`, escapes: cLike, interp: sigils, lines: true},
			{open: `'`, close: `'`, escapes: quoted, lines: true},
			{open: "`", close: "`", escapes: cLike, interp: sigils, runs: true, lines: true},
		},
		rows:    perlRows,
		modules: []alias{{"CORE::GLOBAL::", ""}, {"CORE::", ""}, {"POSIX::", ""}, {"File::Path::", ""}, {"IPC::System::Simple::", ""}, {"File::Copy::", ""}},
	},
	{
		name: "php", comments: []string{"//", "#"}, block: true, sigil: "$", members: []string{"->", "?->", "::"}, concat: ".",
		quotes: []quoteMode{
			{open: `"`, close: `"`, escapes: pyLike, interp: sigils, lines: true},
			{open: `'`, close: `'`, escapes: quoted, lines: true},
			{open: "`", close: "`", escapes: pyLike, interp: sigils, runs: true, lines: true},
		},
		rows: phpRows,
	},
	{
		name: "lua", comments: []string{"--"}, members: []string{".", ":"}, concat: "..", bare: true, lines: true,
		quotes: []quoteMode{
			{open: `"`, close: `"`, escapes: cLike},
			{open: `'`, close: `'`, escapes: cLike},
		},
		rows:    luaRows,
		modules: []alias{{"_G.", ""}},
	},
	{
		name: "awk", comments: []string{"#"}, regex: true, concat: " ", adjacent: true, lines: true,
		quotes: []quoteMode{{open: `"`, close: `"`, escapes: cLike}},
		rows:   awkRows,
	},
	{name: "powershell", read: (*finder).powerShell},
	{name: "powershell-base64", read: (*finder).encodedPowerShell},
}
