package code

import (
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// Data is what texts for a database would do.
type Data struct {
	// Statements are those that lose data, or that a rule may ask for, in the
	// order of the text.
	Statements []Statement
	// Runs are the programs that the client, or the server, would run (\!,
	// .shell, COPY … PROGRAM).
	Runs []Run
	// Files are those that the client reads as further text (\i, source).
	Files []word.Word
	// Unknown is set when the text holds something that may be any statement.
	Unknown bool
}

// Statement is one thing that a text would do to a database.
type Statement struct {
	// Kind is "drop-table", "truncate" …: one of SQLKinds.
	Kind string
	// Name is what it does it to, without quotes: "public.users".
	Name word.Text
	// Answer is Yes, or Maybe where something of the statement is not known.
	Answer tri.Tri
	// Line is where it begins in the text, from 1.
	Line int
}

// Is reports whether the statement is of a kind as rules name it: "drop" is
// every drop that loses data, "delete-all" also the update of every row.
func (s *Statement) Is(kind string) bool {
	switch kind {
	case "drop":
		return slices.Contains(dataDrops[:], s.Kind)
	case "delete-all":
		return s.Kind == kind || s.Kind == "update-all"
	}
	return s.Kind == kind
}

// dataDrops are the drops with which rows or files go, or those who may read
// them. What is computed from others (an index, a view) can be made again.
var dataDrops = [...]string{
	"drop-catalog", "drop-column", "drop-database", "drop-materialized-view", "drop-measurement", "drop-owned", "drop-partition",
	"drop-retention-policy", "drop-schema", "drop-series", "drop-shard", "drop-stage", "drop-table", "drop-tablespace", "drop-user",
}

// otherKinds are the kinds that "drop" does not hold, and the groups.
var otherKinds = [...]string{
	"attach", "delete-all", "drop", "drop-constraint", "drop-extension", "drop-function", "drop-index", "drop-procedure", "drop-sequence", "drop-trigger",
	"drop-type", "drop-view", "grant-all", "overwrite", "purge", "replace-database", "replace-schema", "replace-table", "shutdown", "truncate", "update-all",
}

// SQLKinds returns the kinds of statements that rules may name, sorted.
func SQLKinds() []string {
	kinds := slices.Concat(dataDrops[:], otherKinds[:])
	slices.Sort(kinds)
	return kinds
}

const (
	// maxNested bounds texts within texts (DO, EXECUTE).
	maxNested = 4
	// maxStatement bounds the tokens that are kept of one statement, and
	// maxClauses those at its top level.
	maxStatement = 2048
	maxClauses   = 8192
	// maxUnclosed bounds how often the end of a literal is looked for in vain.
	maxUnclosed = 16
)

// ReadSQL tells what a text of statements in lang (IsSQL) would do. Of a
// dialect that is not known both readings of a backslash in a literal count.
func ReadSQL(lang string, text word.Text) Data {
	d := dialectOf(lang)
	if d == nil {
		return Data{Unknown: true}
	}
	data := readSQL(d, text)
	if d.name == "sql" && strings.Contains(text.Spelling(), `\`) {
		other := *d
		other.escapes = true
		data = either(data, readSQL(&other, text))
	}
	return data
}

// either joins two readings of one text: what only one of them finds may be.
func either(a, b Data) Data {
	for i := range a.Statements {
		if !holds(b.Statements, &a.Statements[i]) {
			a.Statements[i].Answer = tri.Maybe
		}
	}
	for i := range b.Statements {
		if s := b.Statements[i]; !holds(a.Statements, &s) {
			s.Answer = tri.Maybe
			a.Statements = append(a.Statements, s)
		}
	}
	a.Unknown = a.Unknown || b.Unknown
	return a
}

func holds(list []Statement, s *Statement) bool {
	return slices.ContainsFunc(list, func(o Statement) bool { return o.Kind == s.Kind && o.Line == s.Line })
}

func readSQL(d *dialect, text word.Text) Data {
	r := &sqlReader{d: d, begun: -1}
	r.text(text)
	r.out.Statements = slices.DeleteFunc(r.out.Statements, func(s Statement) bool { return s.Answer == tri.No })
	return r.out
}

// sqlReader is the state of reading one session's texts.
type sqlReader struct {
	d     *dialect
	holes []word.Piece
	out   Data
	depth int
	// temps are the tables that this text made for its own session.
	temps []string
	// vars are texts that variables hold, and prepared statements.
	vars []sqlVar
	// spent is the size of the texts that were read, in bytes.
	spent int
	// begun is the number of statements before the transaction, or -1.
	begun int
	// doubt: what is read now may not be code.
	doubt bool
	line  int
}

type sqlVar struct {
	name string
	text word.Text
}

// text reads a text, the session's own or one within it.
func (r *sqlReader) text(text word.Text) {
	src, holes, ok := flatten(text)
	if r.spent += len(src) + 64; !ok || r.depth > maxNested || r.depth > 0 && r.spent > maxSize+maxSize/4 {
		r.out.Unknown = true
		return
	}
	outer, outerDoubt, outerLine := r.holes, r.doubt, r.line
	r.depth++
	r.holes = holes
	r.statements(&sqlLexer{d: r.d, src: src, line: 1, delim: ";", empty: true, fresh: true})
	r.depth--
	r.holes, r.doubt, r.line = outer, outerDoubt, outerLine
}

// add tells of a statement.
func (r *sqlReader) add(kind string, name word.Text, answer tri.Tri) {
	if r.doubt {
		answer = answer.And(tri.Maybe)
	}
	if s, ok := name.Known(); ok && (slices.Contains(r.temps, strings.ToLower(s)) || strings.HasPrefix(s, "#") || strings.HasPrefix(strings.ToLower(s), "pg_temp.")) {
		return // a table of this session only
	}
	if len(r.out.Statements) >= maxRuns {
		r.out.Unknown = true
		return
	}
	r.out.Statements = append(r.out.Statements, Statement{Kind: kind, Name: name, Answer: answer, Line: r.line})
}

// run tells of a program that the text has run.
func (r *sqlReader) run(name string, text word.Text) {
	if len(r.out.Runs) < maxRuns && !opaque(text) {
		r.out.Runs = append(r.out.Runs, Run{Text: text, Name: name, Line: r.line})
	}
}

// set keeps what a variable or a prepared statement holds.
func (r *sqlReader) set(name string, text word.Text) {
	if len(r.vars) < maxRuns {
		r.vars = append(r.vars, sqlVar{strings.ToLower(name), text})
	}
}

// get is the last text of a variable.
func (r *sqlReader) get(name string) (word.Text, bool) {
	for i := len(r.vars) - 1; i >= 0; i-- {
		if r.vars[i].name == strings.ToLower(name) {
			return r.vars[i].text, true
		}
	}
	return nil, false
}
