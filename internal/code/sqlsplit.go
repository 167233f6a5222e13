package code

import "slices"

// splitter gathers the tokens of one statement.
type splitter struct {
	toks []sqlToken
	// routine: it makes a routine, whose body is not run now.
	routine bool
	// open counts the blocks of the body that are open.
	open int
	// ended: the last word was END.
	ended bool
	// cut: there are more tokens than are kept.
	cut bool
}

// statements reads the statements and commands of a text.
func (r *sqlReader) statements(l *sqlLexer) {
	r.out.Unknown = r.out.Unknown || len(r.holes) > 0
	var s splitter
	for {
		t := l.next()
		switch t.kind {
		case sqlCommand:
			r.obey(&t)
			continue
		case sqlEnd:
			r.last(&s)
			return
		case sqlStop:
			if s.routine && !t.hard && (r.d.batch || s.open > 0) {
				s.toks = append(s.toks, t)
				continue
			}
			r.statement(&s)
			if t.does == sendsRows {
				r.sent(s.toks)
			}
			if fromStdin(s.toks) {
				l.skipData()
			}
			s = splitter{toks: s.toks[:0]}
		default:
			s.take(t)
		}
	}
}

// take adds a token to the statement.
func (s *splitter) take(t sqlToken) {
	if len(s.toks) >= maxStatement && (t.depth > 0 || len(s.toks) >= maxClauses) {
		s.cut = true
		return
	}
	s.toks = append(s.toks, t)
	if !s.routine {
		s.routine = len(s.toks) < 16 && makesRoutine(s.toks)
		return
	}
	switch {
	case t.is("BEGIN"), t.is("CASE") && !s.ended:
		s.open++
	case t.is("END"):
		s.open--
	case t.is("IF", "LOOP", "WHILE", "REPEAT", "FOR") && s.ended:
		s.open++ // END IF ends what was not counted
	}
	s.ended = t.is("END")
}

// makesRoutine reports whether the last of the tokens says that the statement
// makes a routine.
func makesRoutine(toks []sqlToken) bool {
	last := &toks[len(toks)-1]
	if !toks[0].is("CREATE", "ALTER") || !last.is("PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "BODY") {
		return false
	}
	return !slices.ContainsFunc(toks, func(t sqlToken) bool {
		return t.is("TABLE", "VIEW", "INDEX", "DATABASE", "SCHEMA", "USER", "ROLE", "SEQUENCE")
	})
}

// fromStdin reports whether rows follow the statement in the text.
func fromStdin(toks []sqlToken) bool {
	if len(toks) == 0 || !toks[0].is("COPY") {
		return false
	}
	return slices.ContainsFunc(toks, func(t sqlToken) bool { return t.is("STDIN") })
}

// last reads what the end of the text ends. A body that never ends may be none.
func (r *sqlReader) last(s *splitter) {
	if !s.routine || s.open <= 0 || r.d.batch {
		r.statement(s)
		return
	}
	doubt := r.doubt
	r.doubt = true
	from := 0
	for i := range s.toks {
		if s.toks[i].kind == sqlStop {
			r.statement(&splitter{toks: s.toks[from:i], cut: s.cut})
			from = i + 1
		}
	}
	r.statement(&splitter{toks: s.toks[from:], cut: s.cut})
	r.doubt = doubt
}

// statement reads one statement, or the several that stand in a block without
// a terminator between.
func (r *sqlReader) statement(s *splitter) {
	if len(s.toks) == 0 || s.routine {
		return
	}
	doubt, from := r.doubt, 0
	for i := 1; i <= len(s.toks); i++ {
		if i < len(s.toks) && !r.begins(s.toks[from:], i-from) {
			continue
		}
		r.line = s.toks[from].line
		r.doubt = doubt || s.toks[from].doubt || s.cut
		r.one(s.toks[from:i])
		from = i
	}
	r.doubt = doubt
}

// begins reports whether another statement begins at n: after a word that opens
// a part of a block, and in T-SQL wherever a verb stands that is none of the
// statement's own.
func (r *sqlReader) begins(toks []sqlToken, n int) bool {
	t, prev := &toks[n], &toks[n-1]
	if t.kind != sqlWord || t.depth > 0 || toks[0].is("MERGE", "GRANT", "REVOKE", "DENY") {
		return false
	}
	if n == 1 && prev.is("BEGIN") {
		return !t.is("TRAN", "TRANSACTION", "WORK", "ISOLATION", "READ", "DEFERRED", "IMMEDIATE", "EXCLUSIVE", "CONCURRENT", "NOT", "ATOMIC", "TRY", "CATCH")
	}
	verb := t.is("DROP", "TRUNCATE", "DELETE", "UPDATE", "ALTER", "EXECUTE", "EXEC", "CREATE")
	switch {
	case !verb && !(r.d.loose && t.is("SELECT", "IF", "USE")):
		return false
	case prev.is("BEGIN", "THEN", "ELSE", "LOOP", "ATOMIC", "TRY", "CATCH"):
		return !slices.ContainsFunc(toks[:n], func(t sqlToken) bool { return t.is("MERGE") })
	case !r.d.loose || prev.is("ON", "FOR", "AFTER", "OF", "INSTEAD", "NO", "WITH", "AS", "UNION", "ALL", "EXCEPT", "INTERSECT", "EXPLAIN") || prev.op(",") || prev.op("."):
		return false
	case toks[0].is("ALTER"):
		return !t.is("DROP", "ALTER")
	case t.is("SELECT"):
		return toks[0].is("DELETE", "UPDATE", "DROP", "TRUNCATE", "EXEC", "EXECUTE")
	case toks[0].is("WITH"):
		return !prev.op(")") || slices.ContainsFunc(toks[1:n], func(t sqlToken) bool {
			return t.depth == 0 && t.is("SELECT", "DELETE", "UPDATE", "INSERT")
		})
	}
	return true
}
