package code

import (
	"slices"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// session reads statements that carry others, or that end or undo them.
func (r *sqlReader) session(toks []sqlToken) {
	switch t := &toks[0]; {
	case t.is("EXEC", "EXECUTE", "CALL"):
		r.execute(toks[1:])
	case t.is("DO"):
		r.nested(r.lastText(toks))
	case t.is("PREPARE"):
		r.prepare(toks[1:])
	case t.is("SET", "DECLARE", "SELECT", "LET"):
		r.assign(toks)
	case t.is("ATTACH") && len(toks) > 1:
		name, _ := r.name(afterWords(toks[1:], "DATABASE", "IF", "NOT", "EXISTS"))
		r.add("attach", name, tri.Yes)
	case t.is("COPY"):
		r.program(toks)
	case t.is("ANALYZE") && len(toks) > 1:
		if at := clause(toks, "DELETE", "UPDATE"); at > 0 {
			r.rows(toks[at:]) // MariaDB's ANALYZE runs it
		}
	case r.depth == 1:
		r.transaction(toks)
	}
	if toks[0].is("SELECT") {
		r.functions(toks)
	}
}

// transaction follows BEGIN … ROLLBACK where that undoes all of it.
func (r *sqlReader) transaction(toks []sqlToken) {
	switch t := &toks[0]; {
	case t.is("BEGIN", "START"):
		r.begun = len(r.out.Statements)
	case t.is("COMMIT", "END"):
		r.begun = -1
	case t.is("ROLLBACK", "ABORT") && clause(toks, "TO") < 0:
		if r.d.undo && r.begun >= 0 {
			r.out.Statements = r.out.Statements[:r.begun]
		}
		r.begun = -1
	}
}

// execute reads EXECUTE IMMEDIATE 'text', EXEC('text'), EXEC sp_executesql
// N'text', EXECUTE prepared.
func (r *sqlReader) execute(toks []sqlToken) {
	if len(toks) == 0 {
		return
	}
	proc := strings.ToLower(toks[0].text)
	if name, n := r.name(toks); n > 1 {
		proc = strings.ToLower(name.Suffix())
		proc = proc[strings.LastIndexByte(proc, '.')+1:]
		toks = toks[n-1:]
	}
	switch {
	case proc == "xp_cmdshell":
		r.run("xp_cmdshell", r.expression(toks[1:]))
	case strings.HasPrefix(proc, "sp_"):
		if slices.Contains([]string{"sp_executesql", "sp_msforeachtable", "sp_msforeachdb", "sp_prepexec"}, proc) {
			r.nested(r.expression(toks[1:]))
		}
	case toks[0].is("IMMEDIATE"):
		r.nested(r.expression(toks[1:]))
	case toks[0].kind == sqlWord && (len(toks) == 1 || !toks[1].op("(")):
		if text, ok := r.get(toks[0].text); ok {
			r.nested(text)
		}
	case toks[0].kind != sqlWord, toks[0].is("FORMAT", "CONCAT"):
		r.nested(r.expression(toks))
	}
}

// prepare keeps a statement for EXECUTE: PREPARE s FROM 'text', PREPARE s AS …
func (r *sqlReader) prepare(toks []sqlToken) {
	if len(toks) < 3 {
		return
	}
	if toks[1].is("FROM") {
		r.set(toks[0].text, r.expression(toks[2:]))
		return
	}
	at := slices.IndexFunc(toks, func(t sqlToken) bool { return t.is("AS") })
	if at < 0 || at+1 >= len(toks) {
		return
	}
	doubt := r.doubt
	r.doubt = true // it runs when it is executed
	r.one(toks[at+1:])
	r.doubt = doubt
}

// assign keeps what a variable is set to: SET @x = 'text', DECLARE @x t = …
func (r *sqlReader) assign(toks []sqlToken) {
	for i := 2; i < len(toks) && i < 10; i++ {
		if toks[i].op("=") || toks[i].op(":=") {
			name := &toks[1]
			if toks[0].is("SET") {
				name = &toks[i-1]
			}
			if !toks[0].is("SELECT") || strings.HasPrefix(name.text, "@") {
				r.set(name.text, r.expression(toks[i+1:]))
			}
			return
		}
	}
}

// functions reads calls in a SELECT that run a text or drop chunks of a table.
func (r *sqlReader) functions(toks []sqlToken) {
	for i := 0; i+2 < len(toks); i++ {
		if !toks[i+1].op("(") {
			continue
		}
		switch t := &toks[i]; {
		case t.is("DROP_CHUNKS"):
			name, _ := r.name(toks[i+2:])
			r.add("drop-partition", name, tri.Yes)
		case t.is("DBLINK_EXEC", "DBLINK"):
			r.nested(r.lastText(toks[i+2 : closing(toks, i+1)]))
		}
	}
}

// sent reads the statements that a SELECT makes for \gexec.
func (r *sqlReader) sent(toks []sqlToken) {
	if len(toks) < 2 || !toks[0].is("SELECT") {
		return
	}
	end := clause(toks, "FROM", "WHERE")
	if end < 0 {
		end = len(toks)
	}
	r.nested(r.expression(toks[1:end]))
}

// nested reads a text that the database runs.
func (r *sqlReader) nested(text word.Text) {
	if opaque(text) {
		r.out.Unknown = true
		return
	}
	r.text(text)
}

// lastText is the last literal of a statement.
func (r *sqlReader) lastText(toks []sqlToken) word.Text {
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].kind == sqlText {
			return r.unquoted(&toks[i])
		}
	}
	return nil
}

// unquoted is what a literal holds.
func (r *sqlReader) unquoted(t *sqlToken) word.Text {
	s := strings.ReplaceAll(t.text, "''", "'")
	if r.d.escapes {
		s = strings.NewReplacer(`\'`, `'`, `\"`, `"`, `\n`, "\n", `\\`, `\`).Replace(s)
	}
	return r.pieces(s, t.hole)
}

// expression computes a text as far as it is known: literals, joined by || or
// + or CONCAT, and variables.
func (r *sqlReader) expression(toks []sqlToken) word.Text {
	var out word.Text
	some := func(s string) { out = append(out, word.Piece{Kind: word.Unknown, Text: s}) }
	for i := 0; i < len(toks); i++ {
		switch t := &toks[i]; {
		case len(out) > maxPieces:
			return out
		case t.kind == sqlText:
			out = append(out, r.unquoted(t)...)
		case t.kind == sqlName:
			some(t.text)
		case t.is("FORMAT") && i+2 < len(toks) && toks[i+1].op("(") && toks[i+2].kind == sqlText:
			out = append(out, formatted(r.unquoted(&toks[i+2]))...)
			i = closing(toks, i+1)
		case t.is("CONCAT", "N"), t.op("("), t.op(")"), t.op("||"), t.op("+"), t.op("="), t.op("."):
		case t.is("USING", "INTO", "FROM", "WHERE", "AS"):
			return out
		case t.op(","):
			if t.depth == 0 {
				return out
			}
		case t.kind == sqlWord && i+1 < len(toks) && toks[i+1].op("("):
			some(t.text + "(…)")
			i = closing(toks, i+1)
		case t.kind == sqlWord:
			if text, ok := r.get(t.text); ok {
				out = append(out, text...)
			} else if !strings.HasPrefix(t.text, "@") || len(out) > 0 || i+1 < len(toks) {
				some(t.text)
			}
		default:
			out = append(out, r.pieces(t.text, t.hole)...)
		}
	}
	return out
}

// formatted is a format with what it is filled with unknown: %I, %L, %s.
func formatted(text word.Text) word.Text {
	var out word.Text
	for _, p := range text {
		rest := p.Text
		for p.Kind == word.Lit {
			at, n := placeholder(rest, true)
			if n == 0 {
				break
			}
			out = append(out, word.Piece{Kind: word.Lit, Text: rest[:at]}, word.Piece{Kind: word.Unknown, Text: rest[at : at+n]})
			rest = rest[at+n:]
		}
		p.Text = rest
		if rest != "" {
			out = append(out, p)
		}
	}
	return out
}

// cypher reads a statement of Neo4j's: what deletes nodes that it chooses by
// nothing but a label.
func (r *sqlReader) cypher(toks []sqlToken) bool {
	if !toks[0].is("MATCH", "OPTIONAL", "CALL", "UNWIND", "WITH", "FOREACH", "USE", "PROFILE") {
		return false
	}
	if toks[0].is("CALL") && len(toks) > 1 && toks[1].is("apoc") {
		toks = r.quotedTokens(toks)
	}
	at := slices.IndexFunc(toks, func(t sqlToken) bool { return t.is("DELETE") })
	if at < 0 {
		return true
	}
	for i := range toks[:at] {
		switch t := &toks[i]; {
		case t.is("LIMIT"), t.op("{") && i+2 < at && toks[i+2].op(":"):
			return true
		case t.is("WHERE"):
			cond := toks[i+1 : at]
			for k := range cond {
				if cond[k].is("DETACH", "WITH", "RETURN", "CALL") {
					cond = cond[:k]
					break
				}
			}
			if condition(cond, 0) != tri.Yes {
				return true
			}
		}
	}
	r.add("delete-all", nil, tri.Yes)
	return true
}

// quotedTokens are the tokens of all literals of a statement.
func (r *sqlReader) quotedTokens(toks []sqlToken) []sqlToken {
	var out []sqlToken
	for i := range toks {
		if toks[i].kind == sqlText {
			in, _ := r.inner(r.unquoted(&toks[i]))
			out = append(out, in...)
		}
	}
	return out
}
