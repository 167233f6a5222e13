package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// maxArith bounds the nesting of one arithmetic expression.
const maxArith = 200

// arith evaluates one expression. Once anything in it is unknown, so is the
// result, but all of it is still walked for what it assigns and runs.
type arith struct {
	in    *interp
	depth int
	// bad: the result cannot be computed.
	bad bool
	// idle: a side that is not taken; nothing is assigned.
	idle bool
	// texts counts the texts that are being evaluated as expressions, at where
	// the operand stands.
	texts int
	at    word.Span
}

// arithText is $((expression)).
func (in *interp) arithText(a *syntax.ArithmExp) word.Text {
	if a.X == nil {
		return unknownClass("{…}", "number")
	}
	n, ok := in.arithIn(a.X)
	if !ok {
		return unknownClass(in.spell(a), "number")
	}
	return literal(strconv.FormatInt(n, 10))
}

// arithIn evaluates an expression as far as it is known.
func (in *interp) arithIn(x syntax.ArithmExpr) (int64, bool) {
	if x == nil {
		return 0, true
	}
	a := &arith{in: in}
	n := a.eval(x)
	if a.bad { // it may be an error, which ends the shell
		in.mayStop()
	}
	return n, !a.bad
}

// arithSide evaluates an expression for what it assigns.
func (in *interp) arithSide(x syntax.ArithmExpr) { in.arithIn(x) }

// arithCmd is ((…)) and let: the status says whether the last is not zero.
func (in *interp) arithCmd(list ...syntax.ArithmExpr) {
	st := perhapsOK
	in.readings(func(c *interp) {
		for _, x := range list {
			n, ok := c.arithIn(x)
			st = perhapsOK
			if ok {
				st = statusOf(n != 0)
			}
		}
		c.settle()
		c.status = st
	})
}

// arithOf evaluates the text of an expression (declare -i); from gives its
// origin.
func (in *interp) arithOf(s string, from word.Text) word.Text {
	if n, err := strconv.ParseInt(strings.TrimSpace(s), 0, 64); err == nil && literalText(from) {
		return literal(strconv.FormatInt(n, 10))
	}
	in.mayStop()
	in.evaluate(from, word.Span{})
	return word.Text{{Kind: word.Unknown, Text: s, Class: "number", From: from.From()}}
}

func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

func (a *arith) fail() int64 {
	a.bad = true
	return 0
}

func (a *arith) eval(x syntax.ArithmExpr) int64 {
	if a.depth++; a.depth > maxArith {
		a.in.tooComplex("arithmetic nested too deeply", word.Span{})
		return a.fail()
	}
	defer func() { a.depth-- }()
	switch x := x.(type) {
	case *syntax.Word:
		return a.word(x)
	case *syntax.ParenArithm:
		return a.eval(x.X)
	case *syntax.UnaryArithm:
		return a.unary(x)
	case *syntax.BinaryArithm:
		return a.binary(x)
	}
	return a.fail()
}

// word evaluates an operand: a number, a name, or an expansion.
func (a *arith) word(w *syntax.Word) int64 {
	a.at = a.in.span(w)
	if name, ok := onlyLit(w); ok {
		if syntax.ValidName(name) {
			return a.name(name)
		}
		return a.number(name)
	}
	if len(w.Parts) == 1 {
		if pe, ok := w.Parts[0].(*syntax.ParamExp); ok && !pe.Dollar.IsValid() && pe.Index != nil {
			r := a.in.named(pe.Param.Value, pe)
			return a.textValue(r.text)
		}
	}
	return a.textValue(a.in.textOf(w))
}

func (a *arith) textValue(t word.Text) int64 {
	if s, ok := t.Known(); ok {
		bad := a.bad
		n := a.number(s)
		if a.bad == bad {
			return n
		}
		a.bad = bad
	}
	if isExpression(t) {
		return a.expression(t, a.at)
	}
	a.in.evaluates(t, a.at)
	return a.fail()
}

// name is a variable, whose text is taken as a number or an expression.
func (a *arith) name(name string) int64 {
	v := a.in.value(a.in.resolve(name))
	if a.in.proc.brittle && (v.unset || v.vague) {
		a.in.mayStop() // set -u
	}
	return a.textValue(v.text)
}

// number reads a constant: decimal, 0 octal, 0x hexadecimal, base#digits.
func (a *arith) number(s string) int64 {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	base := 0
	if b, digits, ok := strings.Cut(s, "#"); ok {
		n, err := strconv.Atoi(b)
		if err != nil || n < 2 || n > 36 {
			return a.fail()
		}
		base, s = n, digits
	}
	if base == 0 && strings.ContainsAny(s, "_bBoO") && !strings.HasPrefix(s, "0x") && !strings.HasPrefix(s, "0X") {
		return a.fail()
	}
	if base == 0 && a.in != nil && a.in.dialect == Zsh && len(strings.TrimLeft(s, "0123456789")) == 0 {
		base = 10 // zsh knows no octal numbers (zshmisc(1), OCTAL_ZEROES)
	}
	n, err := strconv.ParseInt(s, base, 64)
	if err != nil {
		return a.fail()
	}
	return n
}

// extension notes what not every sh computes: dash takes it for an error.
func (a *arith) extension() {
	if a.in.dialect == POSIX || a.in.plain {
		a.in.mayStop()
	}
}

func (a *arith) unary(u *syntax.UnaryArithm) int64 {
	switch u.Op {
	case syntax.Inc, syntax.Dec:
		a.extension()
		step := int64(1)
		if u.Op == syntax.Dec {
			step = -1
		}
		old := a.eval(u.X)
		a.store(u.X, old+step)
		if u.Post {
			return old
		}
		return old + step
	}
	n := a.eval(u.X)
	switch u.Op {
	case syntax.Not:
		return truth(n == 0)
	case syntax.BitNegation:
		return ^n
	case syntax.Minus:
		return -n
	}
	return n
}

// store assigns to a name; an unknown value too.
func (a *arith) store(x syntax.ArithmExpr, n int64) {
	w, ok := x.(*syntax.Word)
	if !ok || a.idle && a.bad {
		return
	}
	t := literal(strconv.FormatInt(n, 10))
	name, isName := onlyLit(w)
	if a.bad || a.idle {
		t = unknownClass("$"+name, "number")
	}
	if isName {
		a.in.sets(name, t, a.in.span(w))
		a.in.assignScalar(name, t)
		return
	}
	if pe, ok := w.Parts[0].(*syntax.ParamExp); ok && pe.Param != nil {
		if key, known := a.in.indexOf(pe.Index, a.in.value(pe.Param.Value).assoc); known && !strings.HasPrefix(key, "-") {
			a.in.setElement(pe.Param.Value, key, t)
			return
		}
		a.in.assign(pe.Param.Value, openArray(pe.Param.Value))
	}
}

func (a *arith) binary(b *syntax.BinaryArithm) int64 {
	switch b.Op {
	case syntax.TernQuest:
		return a.ternary(b)
	case syntax.AndArit, syntax.OrArit:
		return a.logic(b)
	case syntax.Comma:
		a.extension()
		a.eval(b.X)
		return a.eval(b.Y)
	}
	if op, ok := assignOp(b.Op); ok {
		return a.assignment(b, op)
	}
	x := a.eval(b.X)
	return a.apply(b.Op, x, a.eval(b.Y))
}

func (a *arith) ternary(b *syntax.BinaryArithm) int64 {
	sides, ok := b.Y.(*syntax.BinaryArithm)
	if !ok {
		return a.fail()
	}
	cond := a.eval(b.X)
	if a.bad {
		a.aside(sides.X)
		a.aside(sides.Y)
		return 0
	}
	if cond != 0 {
		return a.eval(sides.X)
	}
	return a.eval(sides.Y)
}

// logic is && and ||, whose right side may not be evaluated.
func (a *arith) logic(b *syntax.BinaryArithm) int64 {
	x := a.eval(b.X)
	if a.bad {
		a.aside(b.Y)
		return 0
	}
	if (x != 0) == (b.Op == syntax.OrArit) {
		return truth(x != 0)
	}
	return truth(a.eval(b.Y) != 0)
}

// aside walks what may not be evaluated.
func (a *arith) aside(x syntax.ArithmExpr) {
	was, bad := a.idle, a.bad
	a.idle, a.bad = true, false
	a.eval(x)
	a.idle, a.bad = was, bad
}

// assignOp returns the operator within an assignment operator, Assgn for "=".
func assignOp(op syntax.BinAritOperator) (syntax.BinAritOperator, bool) {
	switch op {
	case syntax.Assgn:
		return syntax.Assgn, true
	case syntax.AddAssgn:
		return syntax.Add, true
	case syntax.SubAssgn:
		return syntax.Sub, true
	case syntax.MulAssgn:
		return syntax.Mul, true
	case syntax.QuoAssgn:
		return syntax.Quo, true
	case syntax.RemAssgn:
		return syntax.Rem, true
	case syntax.AndAssgn:
		return syntax.And, true
	case syntax.OrAssgn:
		return syntax.Or, true
	case syntax.XorAssgn:
		return syntax.Xor, true
	case syntax.ShlAssgn:
		return syntax.Shl, true
	case syntax.ShrAssgn:
		return syntax.Shr, true
	}
	return 0, false
}

func (a *arith) assignment(b *syntax.BinaryArithm, op syntax.BinAritOperator) int64 {
	n := int64(0)
	if op == syntax.Assgn {
		n = a.eval(b.Y)
	} else {
		x := a.eval(b.X)
		n = a.apply(op, x, a.eval(b.Y))
	}
	a.store(b.X, n)
	return n
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// apply computes in 64 bits with wrap-around, as shells do. A division by zero
// is an error in the shell.
func (a *arith) apply(op syntax.BinAritOperator, x, y int64) int64 {
	switch op {
	case syntax.Add:
		return x + y
	case syntax.Sub:
		return x - y
	case syntax.Mul:
		return x * y
	case syntax.Quo, syntax.Rem:
		if y == 0 {
			return a.fail()
		}
		if y == -1 { // the one quotient that overflows wraps
			if op == syntax.Rem {
				return 0
			}
			return -x
		}
		if op == syntax.Quo {
			return x / y
		}
		return x % y
	case syntax.Pow:
		return a.power(x, y)
	case syntax.And:
		return x & y
	case syntax.Or:
		return x | y
	case syntax.Xor:
		return x ^ y
	case syntax.Shl:
		return x << (uint64(y) & 63)
	case syntax.Shr:
		return x >> (uint64(y) & 63)
	}
	return a.compare(op, x, y)
}

func (a *arith) compare(op syntax.BinAritOperator, x, y int64) int64 {
	switch op {
	case syntax.Eql:
		return truth(x == y)
	case syntax.Neq:
		return truth(x != y)
	case syntax.Lss:
		return truth(x < y)
	case syntax.Gtr:
		return truth(x > y)
	case syntax.Leq:
		return truth(x <= y)
	case syntax.Geq:
		return truth(x >= y)
	}
	return a.fail()
}

// power raises by squaring, so that no exponent takes long.
func (a *arith) power(x, y int64) int64 {
	if y < 0 {
		return a.fail()
	}
	out := int64(1)
	for ; y > 0; y >>= 1 {
		if y&1 == 1 {
			out *= x
		}
		x *= x
	}
	return out
}
