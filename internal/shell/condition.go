package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// testClause is [[ … ]].
func (in *interp) testClause(t *syntax.TestClause) {
	in.readings(func(c *interp) {
		r := c.test(t.X)
		c.settle()
		c.status = statusFrom(r)
	})
}

func statusFrom(t tri.Tri) status {
	switch t {
	case tri.Yes:
		return success
	case tri.No:
		return failure
	}
	return perhapsOK
}

// test evaluates a condition as far as it is known.
func (in *interp) test(x syntax.TestExpr) tri.Tri {
	switch x := x.(type) {
	case *syntax.ParenTest:
		return in.test(x.X)
	case *syntax.Word:
		return nonEmpty(in.subject(x))
	case *syntax.UnaryTest:
		return in.unaryTest(x)
	case *syntax.BinaryTest:
		return in.binaryTest(x)
	}
	return tri.Maybe
}

func (in *interp) unaryTest(u *syntax.UnaryTest) tri.Tri {
	if u.Op == syntax.TsNot {
		return in.test(u.X).Not()
	}
	w, ok := u.X.(*syntax.Word)
	if !ok {
		return tri.Maybe
	}
	t := in.subject(w)
	switch u.Op {
	case syntax.TsNempStr:
		return nonEmpty(t)
	case syntax.TsEmpStr:
		return nonEmpty(t).Not()
	case syntax.TsVarSet:
		in.subscript(t, in.span(w))
		return in.isSet(t)
	}
	return tri.Maybe
}

// isSet is -v name.
func (in *interp) isSet(t word.Text) tri.Tri {
	name, ok := t.Known()
	if !ok || !syntax.ValidName(name) {
		return tri.Maybe
	}
	v := in.variable(name)
	if len(v.alts) != 1 || v.alts[0].array {
		return tri.Maybe
	}
	return tri.Of(!v.alts[0].unset)
}

// nonEmpty says whether a text has any character.
func nonEmpty(t word.Text) tri.Tri {
	if s, ok := t.Known(); ok {
		return tri.Of(s != "")
	}
	for _, p := range t {
		if p.Kind != word.Unknown || p.Class == "number" {
			return tri.Yes
		}
	}
	return tri.Maybe
}

func (in *interp) binaryTest(b *syntax.BinaryTest) tri.Tri {
	switch b.Op {
	case syntax.AndTest, syntax.OrTest:
		return in.logicTest(b)
	}
	x, okX := b.X.(*syntax.Word)
	y, okY := b.Y.(*syntax.Word)
	if !okX || !okY {
		return tri.Maybe
	}
	left := in.subject(x)
	switch b.Op {
	case syntax.TsMatch, syntax.TsMatchShort:
		return in.pattern(y).match(left)
	case syntax.TsNoMatch:
		return in.pattern(y).match(left).Not()
	}
	right := in.textOf(y)
	switch b.Op {
	case syntax.TsEql, syntax.TsNeq, syntax.TsLss, syntax.TsLeq, syntax.TsGtr, syntax.TsGeq:
		in.evaluate(left, in.span(x))
		in.evaluate(right, in.span(y))
	}
	return compareText(b.Op, left, right)
}

// logicTest is && and ||, whose right side may not be evaluated.
func (in *interp) logicTest(b *syntax.BinaryTest) tri.Tri {
	x := in.test(b.X)
	and := b.Op == syntax.AndTest
	if and && x == tri.No || !and && x == tri.Yes {
		return x
	}
	if x == tri.Maybe {
		in.unsure++
		in.maybe++
		defer func() { in.unsure--; in.maybe-- }()
	}
	if and {
		return x.And(in.test(b.Y))
	}
	return x.Or(in.test(b.Y))
}

// compareText compares two numbers.
func compareText(op syntax.BinTestOperator, x, y word.Text) tri.Tri {
	a, okA := integer(x)
	b, okB := integer(y)
	if !okA || !okB {
		return tri.Maybe
	}
	switch op {
	case syntax.TsEql:
		return tri.Of(a == b)
	case syntax.TsNeq:
		return tri.Of(a != b)
	case syntax.TsLss:
		return tri.Of(a < b)
	case syntax.TsLeq:
		return tri.Of(a <= b)
	case syntax.TsGtr:
		return tri.Of(a > b)
	case syntax.TsGeq:
		return tri.Of(a >= b)
	}
	return tri.Maybe
}

func integer(t word.Text) (int64, bool) {
	s, ok := t.Known()
	if !ok || !isInteger(s) {
		return 0, false
	}
	a := arith{}
	n := a.number(s)
	return n, !a.bad && (s == "0" || s[0] != '0')
}

// testArgs evaluates the arguments of test and [ (POSIX test, by the number of
// arguments), as far as they are known.
func testArgs(args []word.Word) tri.Tri {
	for _, w := range args {
		if plural(w.Pieces) {
			return tri.Maybe
		}
	}
	switch len(args) {
	case 0:
		return tri.No
	case 1:
		return nonEmpty(args[0].Pieces)
	case 2:
		return testTwo(args)
	case 3:
		return testThree(args)
	case 4:
		if s, ok := args[0].Known(); ok && s == "!" {
			return testArgs(args[1:]).Not()
		}
	}
	return tri.Maybe
}

func testTwo(args []word.Word) tri.Tri {
	switch s, ok := args[0].Known(); {
	case !ok:
		return tri.Maybe
	case s == "!":
		return nonEmpty(args[1].Pieces).Not()
	case s == "-n":
		return nonEmpty(args[1].Pieces)
	case s == "-z":
		return nonEmpty(args[1].Pieces).Not()
	}
	return tri.Maybe
}

func testThree(args []word.Word) tri.Tri {
	op, ok := args[1].Known()
	if !ok {
		return tri.Maybe
	}
	x, y := args[0].Pieces, args[2].Pieces
	switch op {
	case "=", "==":
		return sameKnown(x, y)
	case "!=":
		return sameKnown(x, y).Not()
	case "-eq":
		return compareText(syntax.TsEql, x, y)
	case "-ne":
		return compareText(syntax.TsNeq, x, y)
	case "-lt":
		return compareText(syntax.TsLss, x, y)
	case "-le":
		return compareText(syntax.TsLeq, x, y)
	case "-gt":
		return compareText(syntax.TsGtr, x, y)
	case "-ge":
		return compareText(syntax.TsGeq, x, y)
	}
	if s, ok := args[0].Known(); ok && s == "!" {
		return testTwo(args[1:]).Not()
	}
	return tri.Maybe
}

func sameKnown(x, y word.Text) tri.Tri {
	a, okA := x.Known()
	b, okB := y.Known()
	switch {
	case okA && okB:
		return tri.Of(a == b)
	case okA:
		return couldBe(y, a)
	case okB:
		return couldBe(x, b)
	}
	return tri.Maybe
}
