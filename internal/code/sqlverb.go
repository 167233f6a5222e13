package code

import (
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// one reads one statement.
func (r *sqlReader) one(toks []sqlToken) {
	for len(toks) > 0 && toks[0].op("(") {
		toks = toks[1:]
	}
	if len(toks) == 0 {
		return
	}
	if r.d.name == "cypher" && r.cypher(toks) {
		return
	}
	t := &toks[0]
	switch {
	case t.kind == sqlHole:
		r.guess(toks)
	case t.kind != sqlWord:
	case t.is("EXPLAIN", "DESCRIBE", "DESC"):
		r.explained(toks)
		return
	case t.is("DROP"):
		r.drop(toks[1:])
	case t.is("TRUNCATE"):
		r.truncate(toks[1:])
	case t.is("DELETE", "UPDATE"):
		r.rows(toks)
	case t.is("ALTER"):
		r.alter(toks)
	case t.is("CREATE", "REPLACE", "GRANT", "INSERT", "RESTORE", "PURGE", "RESET", "SHUTDOWN", "SYSTEM"):
		r.other(toks)
	case t.is("WITH"):
		r.with(toks)
	case len(toks) > 2 && toks[1].op(":="):
		r.set(t.text, r.expression(toks[2:]))
	default:
		r.session(toks)
	}
	r.within(toks)
}

// within finds statements that change rows in parentheses: of a WITH, a COPY.
func (r *sqlReader) within(toks []sqlToken) {
	for i := 0; i+2 < len(toks); i++ {
		if toks[i].op("(") && toks[i+1].is("DELETE", "UPDATE") && (toks[i+2].is("FROM", "ONLY") || toks[i+1].is("UPDATE") && toks[i+2].named()) {
			r.rows(toks[i+1 : closing(toks, i)])
		}
	}
}

// closing returns the index of the parenthesis that closes the one at i, or
// the end.
func closing(toks []sqlToken, i int) int {
	for k := i + 1; k < len(toks); k++ {
		if toks[k].op(")") && toks[k].depth == toks[i].depth {
			return k
		}
	}
	return len(toks)
}

// with reads the statement after the common table expressions.
func (r *sqlReader) with(toks []sqlToken) {
	for i := 2; i < len(toks); i++ {
		if toks[i].depth == toks[0].depth && toks[i-1].op(")") && toks[i].is("DELETE", "UPDATE", "SELECT", "INSERT", "MERGE") {
			if toks[i].is("DELETE", "UPDATE") {
				r.rows(toks[i:])
			}
			return
		}
	}
}

// explained reads what EXPLAIN stands before: it runs only with ANALYZE.
func (r *sqlReader) explained(toks []sqlToken) {
	for i := 1; i < len(toks); i++ {
		switch t := &toks[i]; {
		case t.is("ANALYZE", "ANALYSE"):
			if i+1 < len(toks) && toks[i+1].is("FALSE", "OFF", "0") {
				return
			}
			for k := i + 1; k < len(toks); k++ {
				if toks[k].is("DELETE", "UPDATE", "WITH", "TRUNCATE", "DROP", "EXECUTE") && toks[k].depth == 0 {
					r.one(toks[k:])
					return
				}
			}
			return
		case t.depth == 0 && t.is("DELETE", "UPDATE", "SELECT", "INSERT", "WITH", "DROP"):
			return
		}
	}
}

// guess reads a statement whose verb is not known: it is suspected where what
// follows belongs to a verb that loses data.
func (r *sqlReader) guess(toks []sqlToken) {
	r.begun = -1 // it may be a COMMIT
	if len(toks) < 3 {
		return
	}
	head, tail := strings.ToUpper(toks[0].text), ""
	head, tail = head[:strings.IndexByte(head, 0)], head[strings.LastIndexByte(head, 0)+1:]
	may := func(verb string) bool {
		return len(head)+len(tail) <= len(verb) && strings.HasPrefix(verb, head) && strings.HasSuffix(verb, tail)
	}
	doubt := r.doubt
	r.doubt = true
	switch next := &toks[1]; {
	case next.is("TABLE", "DATABASE", "SCHEMA", "KEYSPACE", "COLUMN"):
		if may("DROP") {
			r.drop(toks[1:])
		}
		if next.is("TABLE") && may("TRUNCATE") {
			r.truncate(toks[1:])
		}
	case next.is("FROM") && may("DELETE"):
		r.rows(toks)
	}
	r.doubt = doubt
}

// objects are what DROP may name, where the kind is not "drop-" and the word.
var objects = [...][2]string{
	{"account", "user"}, {"dataset", "schema"}, {"keyspace", "database"}, {"login", "user"}, {"materialized view", "materialized-view"},
	{"pluggable database", "database"}, {"retention policy", "retention-policy"}, {"role", "user"}, {"snapshot table", "table"}, {"stable", "table"},
	{"unique index", "index"}, {"iceberg table", "table"}, {"hybrid table", "table"}, {"dynamic table", "table"}, {"virtual table", "table"},
}

// object reads the words that say what is dropped, and how many they are. What
// only looks like a database or a user is none.
func object(toks []sqlToken) (kind string, n int) {
	first, second := strings.ToLower(toks[0].text), ""
	if len(toks) > 1 {
		second = strings.ToLower(toks[1].text)
	}
	if first == "database" && slices.Contains([]string{"link", "role", "scoped", "audit", "encryption"}, second) || first == "user" && second == "mapping" {
		return "", 0
	}
	for _, o := range objects {
		switch o[0] {
		case first:
			return "drop-" + o[1], 1
		case first + " " + second:
			return "drop-" + o[1], 2
		}
	}
	return "drop-" + first, 1
}

// drop reads what follows DROP.
func (r *sqlReader) drop(toks []sqlToken) {
	if len(toks) == 0 || !toks[0].named() {
		return
	}
	if toks[0].kind == sqlHole {
		r.add("drop-database", nil, tri.Maybe)
		r.add("drop-table", nil, tri.Maybe)
		return
	}
	kind, n := object(toks)
	if !slices.Contains(dataDrops[:], kind) && !slices.Contains(otherKinds[:], kind) {
		return
	}
	rest := toks[n:]
	switch {
	case kind == "drop-series" && slices.ContainsFunc(rest, func(t sqlToken) bool { return t.is("WHERE") }):
		return
	case len(rest) == 0:
		return
	}
	r.each(kind, rest)
	if last := &toks[len(toks)-1]; last.is("CASCADE") && slices.Contains([]string{"drop-type", "drop-extension"}, kind) {
		r.add("drop-column", nil, tri.Yes) // of the tables that use it
	}
}

// each adds a statement of a kind for every name of a list.
func (r *sqlReader) each(kind string, toks []sqlToken) {
	for toks = afterWords(toks, "IF", "EXISTS", "ONLY"); len(toks) > 0; toks = toks[1:] {
		name, n := r.name(toks)
		if n == 0 {
			name = word.Text{{Kind: word.Unknown, Text: toks[0].text}}
		}
		r.add(kind, name, tri.Yes)
		toks = toks[n:]
		for len(toks) > 0 && !toks[0].op(",") {
			toks = toks[1:]
		}
		if len(toks) == 0 {
			return
		}
	}
}

// afterWords skips words that may stand before what is looked for.
func afterWords(toks []sqlToken, words ...string) []sqlToken {
	for len(toks) > 1 && toks[0].is(words...) {
		toks = toks[1:]
	}
	return toks
}

// name reads a name with its qualifiers, and how many tokens it is.
func (r *sqlReader) name(toks []sqlToken) (name word.Text, n int) {
	for n < len(toks) && (toks[n].named() || toks[n].kind == sqlText) {
		name = append(name, r.pieces(toks[n].text, toks[n].hole)...)
		for n++; n < len(toks) && toks[n].op("."); n++ {
			name = append(name, word.Piece{Kind: word.Lit, Text: "."})
		}
		if !toks[n-1].op(".") {
			break
		}
	}
	if s, ok := name.Known(); ok && n > 1 {
		name = word.Text{{Kind: word.Lit, Text: s}}
	}
	return name, n
}

// truncate reads what follows TRUNCATE.
func (r *sqlReader) truncate(toks []sqlToken) {
	if len(toks) == 0 || toks[0].op("(") {
		return
	}
	if toks[0].is("TABLE", "DATABASE", "CLUSTER") {
		if toks = toks[1:]; len(toks) == 0 {
			return
		}
	}
	if toks[0].is("ALL") && len(toks) > 3 { // TABLES FROM x
		toks = toks[3:]
	}
	r.each("truncate", toks)
}
