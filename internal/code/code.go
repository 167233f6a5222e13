// Package code reads programs of other languages that a command carries
// (python -c, node -e, a script) and tells what they would run or delete, so
// that the rules of the shell judge it too.
//
// There is a lexer, not a parser, for each language, and one evaluator of
// constants over its tokens: literal text, concatenation, interpolation, names
// bound to them and imported names are followed; whatever else a program
// computes is unknown. Nothing is executed.
//
// Facts: the reference manuals of Python 3, ECMAScript 2024, Node.js, Deno and
// Bun, Ruby 3, perlfunc(1) and perlop(1), the PHP manual, the Lua 5.4 manual,
// POSIX awk(1) and gawk(1).
package code

import (
	"strings"

	"tagout/internal/word"
)

// Run is one thing that a program would make the system do.
type Run struct {
	// Text is a program text for a shell; nil where Argv is set.
	Text word.Text
	// Argv is a program and its arguments. A call that deletes or writes files
	// without another program is told as the command that does the same.
	Argv []word.Word
	// Input is what the program reads from standard input, as far as the code
	// says: what is written to a file or a pipe. nil: nothing is known of it.
	Input word.Text
	// Dir is the directory that the code names for it, or nil.
	Dir word.Text
	// Name is the function that runs it, for messages: "os.system".
	Name string
	// Line is where the call stands in the code, from 1.
	Line int
	// Lang is set where Text is no shell's: "sql" for a database.
	Lang string
}

// EnvClass is the prefix of the class of an unknown piece that is the value of
// an environment variable: "env:HOME".
const EnvClass = "env:"

// ArgClass is the prefix of the class of an unknown piece that is an argument of
// the program, from 1: "arg:1".
const ArgClass = "arg:"

const (
	// maxSize bounds the code that is read, in bytes.
	maxSize = 1 << 20
	// maxTokens bounds the tokens that are read of one program.
	maxTokens = 1 << 17
	// maxRuns bounds what is told of one program.
	maxRuns = 256
	// maxDepth bounds nesting: of brackets, interpolations and eval.
	maxDepth = 48
	// maxPieces bounds the parts that a text is put together of.
	maxPieces = 64
	// maxJoined bounds the bytes that are copied to put texts together.
	maxJoined = 8 << 20
	// maxName bounds a qualified name, in bytes.
	maxName = 256
	// maxEach bounds the values of a loop that are followed apart.
	maxEach = 16
)

// Find returns what a program in lang (by the names of a tool's runs row:
// "python", "javascript", "ruby", "perl", "php", "lua", "awk") would run, in
// the order of the text. A language that is not known, a binary and a text that
// the language's own lexer would refuse give nothing. limit is not empty where
// a bound was hit, and says which: the program may run more.
func Find(lang string, text word.Text) (runs []Run, limit string) {
	g := grammarOf(lang)
	if g == nil {
		return nil, ""
	}
	src, holes, ok := flatten(text)
	if len(src) > maxSize {
		return nil, overSize
	}
	if !ok {
		return nil, ""
	}
	f := &finder{g: g, holes: holes, vars: map[string]value{}}
	f.program(src)
	if f.again() {
		f = &finder{g: g, holes: holes, vars: map[string]value{}, given: f.given, second: true, spent: f.spent, limit: f.limit}
		f.program(src)
	}
	return f.runs, f.limit
}

// flatten joins the pieces of a text with a NUL in the place of each that is
// not known: no argument and no source text holds one.
func flatten(text word.Text) (src string, holes []word.Piece, ok bool) {
	var b strings.Builder
	for _, p := range text {
		switch {
		case p.Kind == word.Unknown:
			holes = append(holes, p)
			b.WriteByte(0)
		case strings.IndexByte(p.Text, 0) >= 0:
			return "", nil, false
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String(), holes, b.Len() <= maxSize
}

// finder is the state of reading one program.
type finder struct {
	g     *grammar
	holes []word.Piece
	vars  map[string]value
	// forks are the ways that the program has parted so far, and forked how many
	// they were when each name was bound.
	forks  int
	forked map[string]int
	runs   []Run
	depth  int
	spent  int
	limit  string // the bound that was hit
	sdk    bool   // the program speaks of a cloud's SDK
	// memory: it works on a database in memory.
	memory bool
	// noting: calls are kept.
	noting bool
	calls  []Called
	// ahead: the list of a comprehension is read before its turn.
	ahead bool
	dir   word.Text // where the program has gone, or nil
	// given are the arguments of the calls of each function that is not known,
	// defined the functions of the program; second: it is read once more.
	given   map[string][][]value
	defined map[string]bool
	second  bool
}

func (f *finder) program(src string) {
	if f.g.read != nil {
		f.g.read(f, src)
		return
	}
	toks, ok, limit := lex(f.g, src)
	if limit != "" {
		f.over(limit)
	}
	if !ok {
		return
	}
	f.sdk = f.sdk || mentionsSDK(toks)
	f.memory = f.memory || mentionsMemory(toks)
	p := &parser{finder: f, toks: toks}
	p.block("")
}

// nested reads a text that the program evaluates as its own language.
func (f *finder) nested(text word.Text) {
	if f.depth >= maxDepth/4 {
		f.over(overDepth)
		return
	}
	src, holes, ok := flatten(text)
	if !ok || len(holes) > 0 {
		return
	}
	f.depth += maxDepth / 8
	f.program(src)
	f.depth -= maxDepth / 8
}

// record reports whether a text is the line of input that the program has before
// it, or a field of that ("$…" of AWK), or a variable of the environment: they
// may be known to others.
func record(t word.Text) bool {
	return len(t) == 1 && (t[0].Text == "$…" || t[0].Text == "$_" || strings.HasPrefix(t[0].Class, EnvClass) || strings.HasPrefix(t[0].Class, ArgClass))
}

// emit keeps a run of which something is known, and one of what is read.
func (f *finder) emit(r Run) {
	if len(r.Argv) == 0 && opaque(r.Text) && !record(r.Text) {
		return
	}
	known := len(r.Argv) == 0
	for _, w := range r.Argv {
		known = known || !opaque(w.Pieces) || record(w.Pieces)
	}
	if !known {
		return
	}
	if len(f.runs) >= maxRuns {
		f.over(overRuns)
		return
	}
	if r.Dir == nil {
		r.Dir = f.dir
	}
	f.runs = append(f.runs, r)
}

// opaque reports whether nothing of a text is known.
func opaque(t word.Text) bool {
	for _, p := range t {
		if p.Kind != word.Unknown {
			return false
		}
	}
	return true
}
