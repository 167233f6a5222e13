package code

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/tri"
)

// clause returns the index of the first of the words at the statement's own
// level, or -1.
func clause(toks []sqlToken, words ...string) int {
	for i := 1; i < len(toks); i++ {
		if toks[i].depth == toks[0].depth && toks[i].is(words...) && !toks[i-1].op(".") {
			return i
		}
	}
	return -1
}

// rows reads a DELETE or an UPDATE: one that takes every row is told.
func (r *sqlReader) rows(toks []sqlToken) {
	kind := "delete-all"
	target := afterWords(toks[1:], "FROM", "ONLY", "LOW_PRIORITY", "QUICK", "IGNORE", "TABLE", "OR", "REPLACE", "ROLLBACK", "ABORT", "FAIL")
	if toks[0].is("UPDATE") {
		kind = "update-all"
		if clause(toks, "SET") < 0 || toks[1].is("STATISTICS") {
			return
		}
	} else if from := clause(toks, "FROM"); from >= 0 {
		target = afterWords(toks[from+1:], "ONLY")
	}
	if len(target) == 0 || !target[0].named() || clause(toks, "LIMIT", "TOP", "JOIN", "FETCH") >= 0 {
		return
	}
	answer := r.everyRow(toks)
	if answer != tri.No {
		name, _ := r.name(target)
		r.add(kind, name, answer)
	}
}

// everyRow answers whether a statement's condition, if it has one, holds of
// every row.
func (r *sqlReader) everyRow(toks []sqlToken) tri.Tri {
	at := clause(toks, "WHERE")
	if at < 0 {
		if slices.ContainsFunc(toks[1:], func(t sqlToken) bool { return t.kind == sqlHole && t.depth == toks[0].depth }) {
			return tri.Maybe // it may hold the WHERE
		}
		return tri.Yes
	}
	cond := toks[at+1:]
	for i := range cond {
		if cond[i].depth == toks[0].depth && cond[i].is("RETURNING", "ORDER", "OPTION", "SETTINGS", "ALLOW") {
			cond = cond[:i]
			break
		}
	}
	return tri.Of(len(cond) > 0 && condition(cond, 0) == tri.Yes)
}

// condition answers whether a condition holds whatever the row is.
func condition(toks []sqlToken, depth int) tri.Tri {
	for len(toks) > 1 && toks[0].op("(") && closing(toks, 0) == len(toks)-1 {
		toks = toks[1 : len(toks)-1]
	}
	if len(toks) == 0 || depth > maxDepth {
		return tri.Maybe
	}
	if left, right, ok := divide(toks, "OR"); ok {
		return condition(left, depth+1).Or(condition(right, depth+1))
	}
	if left, right, ok := divide(toks, "AND"); ok {
		return condition(left, depth+1).And(condition(right, depth+1))
	}
	if toks[0].is("NOT") {
		return condition(toks[1:], depth+1).Not()
	}
	if toks[0].is("EXISTS") && len(toks) > 3 && toks[2].is("SELECT") {
		return tri.Maybe.Or(tri.Of(!slices.ContainsFunc(toks, func(t sqlToken) bool { return t.is("FROM") })))
	}
	return comparison(toks)
}

// divide splits a condition at the first of a word at its level.
func divide(toks []sqlToken, by string) (left, right []sqlToken, ok bool) {
	for i := 1; i+1 < len(toks); i++ {
		if toks[i].depth == toks[0].depth && (toks[i].is(by) || by == "OR" && toks[i].op("||")) {
			return toks[:i], toks[i+1:], true
		}
	}
	return nil, nil, false
}

// operand is one side of a comparison.
type operand struct {
	constant bool
	// text is a constant, or a name with its qualifiers.
	text string
}

// operandOf reads a constant or a name, and how many tokens it is.
func operandOf(toks []sqlToken) (o operand, n int) {
	sign := ""
	for n < len(toks) && (toks[n].op("-") || toks[n].op("+")) {
		sign, n = toks[n].text, n+1
	}
	if n == len(toks) || strings.IndexByte(toks[n].text, 0) >= 0 {
		return o, 0
	}
	switch t := &toks[n]; {
	case t.kind == sqlText, t.is("TRUE", "FALSE"):
		return operand{true, strings.ToLower(t.text)}, n + 1
	case t.kind == sqlWord && t.text[0] >= '0' && t.text[0] <= '9':
		return operand{true, strings.TrimPrefix(sign+t.text, "+")}, n + 1
	case t.named() && sign == "":
		o.text = strings.ToLower(t.text)
		for n++; n+1 < len(toks) && toks[n].op(".") && toks[n+1].named(); n += 2 {
			o.text += "." + strings.ToLower(toks[n+1].text)
		}
		return o, n
	}
	return o, 0
}

// keys are names of columns that no row lacks, by which people get past a
// client that wants a condition.
var keys = [...]string{"_id", "ctid", "id", "oid", "pk", "rowid", "uuid"}

// comparison answers for one comparison or constant.
func comparison(toks []sqlToken) tri.Tri {
	left, n := operandOf(toks)
	if n == 0 {
		return tri.Maybe
	}
	rest := toks[n:]
	if len(rest) == 0 {
		return left.truth()
	}
	isKey := !left.constant && slices.Contains(keys[:], left.text[strings.LastIndexByte(left.text, '.')+1:])
	if rest[0].is("IS") {
		return presence(left, isKey, rest[1:])
	}
	right, m := operandOf(rest[1:])
	if m == 0 || m+1 != len(rest) {
		return tri.Maybe
	}
	switch op := strings.ToUpper(rest[0].text); {
	case op == "LIKE" && strings.Trim(right.text, "%") == "" && right.constant && right.text != "":
		return tri.Yes
	case left == right:
		return tri.Of(slices.Contains([]string{"=", "==", "<=>", ">=", "<=", "LIKE"}, op))
	case left.constant && right.constant:
		return left.compare(op, right)
	case isKey && right.constant && slices.Contains([]string{">", ">=", "<>", "!="}, op):
		f, err := strconv.ParseFloat(right.text, 64)
		return tri.Maybe.Or(tri.Of(right.text == "" || err == nil && f <= 0))
	}
	return tri.Maybe
}

// presence answers for "x IS NOT NULL", "x IS TRUE" and their like.
func presence(left operand, isKey bool, toks []sqlToken) tri.Tri {
	not := len(toks) > 0 && toks[0].is("NOT")
	if not {
		toks = toks[1:]
	}
	if len(toks) != 1 {
		return tri.Maybe
	}
	answer := tri.Maybe
	switch {
	case toks[0].is("NULL") && (left.constant || isKey):
		answer = tri.No
	case toks[0].is("TRUE") && left.constant:
		answer = left.truth()
	case toks[0].is("FALSE") && left.constant:
		answer = left.truth().Not()
	}
	if not {
		return answer.Not()
	}
	return answer
}

// truth is what a value alone means as a condition.
func (o operand) truth() tri.Tri {
	if !o.constant {
		return tri.Maybe
	}
	f, err := strconv.ParseFloat(o.text, 64)
	switch {
	case o.text == "true" || o.text == "t" || o.text == "yes" || o.text == "on":
		return tri.Yes
	case err == nil:
		return tri.Of(f != 0)
	}
	return tri.No
}

// compare answers for two constants.
func (o operand) compare(op string, right operand) tri.Tri {
	order := strings.Compare(o.text, right.text)
	a, errA := strconv.ParseFloat(o.text, 64)
	b, errB := strconv.ParseFloat(right.text, 64)
	if errA == nil && errB == nil {
		order = 0
		if a < b {
			order = -1
		} else if a > b {
			order = 1
		}
	}
	switch op {
	case "=", "==", "<=>", "LIKE":
		return tri.Of(order == 0)
	case "<>", "!=":
		return tri.Of(order != 0)
	case "<":
		return tri.Of(order < 0)
	case "<=":
		return tri.Of(order <= 0)
	case ">":
		return tri.Of(order > 0)
	case ">=":
		return tri.Of(order >= 0)
	}
	return tri.Maybe
}
