package code

import (
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// alter reads ALTER TABLE: actions that take a column, a partition or rows.
func (r *sqlReader) alter(toks []sqlToken) {
	if len(toks) < 4 || !toks[1].is("TABLE", "TYPE", "FOREIGN", "EXTERNAL", "COLUMNFAMILY") {
		return
	}
	rest := afterWords(toks[2:], "TABLE", "IF", "EXISTS", "ONLY")
	table, n := r.name(rest)
	rest = rest[n:]
	if len(rest) > 0 && rest[0].op("*") {
		rest = rest[1:]
	}
	if len(rest) > 2 && rest[0].is("ON") && rest[1].is("CLUSTER") {
		rest = rest[3:]
	}
	from := 0
	for i := 0; i <= len(rest); i++ {
		if i == len(rest) || rest[i].op(",") && rest[i].depth == toks[0].depth {
			if i > from {
				r.action(table, rest[from:i])
			}
			from = i + 1
		}
	}
}

// action reads one action of ALTER TABLE.
func (r *sqlReader) action(table word.Text, toks []sqlToken) {
	second := &nowhere
	if len(toks) > 1 {
		second = &toks[1]
	}
	switch t := &toks[0]; {
	case t.is("DROP"):
		if kind, answer := dropped(afterWords(toks[1:], "IF", "EXISTS")); kind != "" {
			r.add(kind, table, answer)
		}
	case t.is("CLEAR") && second.is("COLUMN"), t.is("SET") && second.is("UNUSED"):
		r.add("drop-column", table, tri.Yes)
	case t.is("TRUNCATE") && second.is("PARTITION", "SUBPARTITION"):
		r.add("truncate", table, tri.Yes)
	case t.is("DISCARD") && second.is("TABLESPACE"):
		r.add("drop-tablespace", table, tri.Yes)
	case t.is("REPLACE") && second.is("PARTITION"):
		r.add("overwrite", table, tri.Yes)
	case t.is("DELETE") && second.is("WHERE") && r.everyRow(toks) == tri.Yes: // ClickHouse
		r.add("delete-all", table, tri.Yes)
	case t.is("UPDATE") && r.everyRow(toks) == tri.Yes:
		r.add("update-all", table, tri.Yes)
	}
}

var nowhere sqlToken

// dropped says what DROP within ALTER TABLE takes: "" where rows stay.
func dropped(toks []sqlToken) (kind string, answer tri.Tri) {
	if len(toks) == 0 {
		return "", tri.No
	}
	switch t := &toks[0]; {
	case t.kind == sqlHole:
		return "drop-column", tri.Maybe
	case t.is("PARTITION", "PART", "SUBPARTITION", "DETACHED", "RANGE"):
		return "drop-partition", tri.Yes
	case t.is("CONSTRAINT", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "DEFAULT", "NOT", "UNIQUE", "PERIOD", "SYSTEM", "PROJECTION",
		"STATISTICS", "POLICY", "TAG", "ROW", "MASKING", "CLUSTERING", "SEARCH", "AGGREGATION", "SUPPLEMENTAL", "TBLPROPERTIES", "FEATURE"):
		return "", tri.No
	case t.named(), t.op("("):
		return "drop-column", tri.Yes
	}
	return "", tri.No
}

// other reads the verbs that lose data in their own ways.
func (r *sqlReader) other(toks []sqlToken) {
	if len(toks) < 2 {
		if toks[0].is("SHUTDOWN") {
			r.add("shutdown", nil, tri.Yes)
		}
		return
	}
	switch t, next := &toks[0], &toks[1]; {
	case t.is("CREATE"), t.is("REPLACE") && next.is("TABLE"):
		r.create(toks)
	case t.is("GRANT") && next.is("ALL"):
		r.add("grant-all", nil, tri.Yes)
	case t.is("INSERT") && next.is("OVERWRITE"):
		name, _ := r.name(afterWords(toks[2:], "TABLE", "INTO"))
		r.add("overwrite", name, tri.Yes)
	case t.is("RESTORE") && next.is("DATABASE") && len(toks) > 2:
		if at := clause(toks, "REPLACE"); at > 0 {
			name, _ := r.name(toks[2:])
			r.add("replace-database", name, tri.Yes)
		}
	case t.is("PURGE") && next.is("BINARY", "MASTER", "RECYCLEBIN", "DBA_RECYCLEBIN", "TABLE", "TABLESPACE"),
		t.is("RESET") && (next.is("MASTER") || next.is("BINARY") && len(toks) > 2):
		r.add("purge", nil, tri.Yes)
	case t.is("SHUTDOWN"), t.is("SYSTEM") && next.is("SHUTDOWN", "KILL"):
		r.add("shutdown", nil, tri.Yes)
	}
}

// create reads what may stand in the place of something that exists.
func (r *sqlReader) create(toks []sqlToken) {
	replaces, session := toks[0].is("REPLACE"), false
	for i := 1; i+1 < len(toks) && i < 8; i++ {
		switch t := &toks[i]; {
		case t.is("OR"):
		case t.is("REPLACE"):
			replaces = true
		case t.is("TEMP", "TEMPORARY", "VOLATILE"):
			session = true
		case t.is("TABLE", "DATABASE", "SCHEMA"):
			name, _ := r.name(afterWords(toks[i+1:], "IF", "NOT", "EXISTS"))
			r.made(strings.ToLower(t.text), name, replaces, session)
			return
		case t.is("TRANSIENT", "DYNAMIC", "ICEBERG", "HYBRID", "UNLOGGED", "LOCAL", "GLOBAL"):
		default:
			return
		}
	}
}

// made keeps a session's own table, and tells of what is replaced.
func (r *sqlReader) made(kind string, name word.Text, replaces, session bool) {
	switch s, ok := name.Known(); {
	case session && ok:
		r.temps = append(r.temps, strings.ToLower(s))
	case replaces && !session:
		r.add("replace-"+kind, name, tri.Yes)
	}
}
