package audit

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// value is what reading says of an attribute.
type value struct {
	// set is false where nothing is written.
	set bool
	// known is false where it is computed; then why says from what.
	known bool
	text  string
	why   string
	at    place
}

// scope resolves the names of a module that is used in one place.
type scope struct {
	module *module
	// inputs are what the caller, or a file of values, gives for variables.
	inputs map[string]value
	// address is the path of calls that leads here.
	address string
	root    *root
}

// literal is the text of an expression that is spelled out.
func literal(e hcl.Expression) (string, bool) {
	if e == nil || len(e.Variables()) > 0 {
		return "", false
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return "", false
	}
	return textOf(v)
}

// textOf spells a known string, number or bool; null is none.
func textOf(v cty.Value) (string, bool) {
	v, _ = v.UnmarkDeep()
	if !v.IsWhollyKnown() || v.IsNull() || !v.Type().IsPrimitiveType() {
		return "", false
	}
	s, err := convert.Convert(v, cty.String)
	if err != nil {
		return "", false
	}
	return s.AsString(), true
}

// eval says what an expression is: a literal, or a variable or local that is
// one. Whatever else is computed is not known.
func (s *scope) eval(a attr, depth int) value {
	out := value{set: true, at: a.at}
	if depth > maxLocals {
		return out
	}
	names := a.expr.Variables()
	if len(names) == 0 {
		return plain(a.expr, out)
	}
	out.why = spelled(names[0])
	kind, name, ok := reference(a.expr)
	switch {
	case ok && kind == "var":
		return s.variable(name, out, depth)
	case ok && kind == "local" && s.module.locals[name].expr != nil:
		v := s.eval(s.module.locals[name], depth+1)
		v.at = out.at
		return v
	}
	return out
}

// maxLocals bounds a chain of locals, which may be a circle.
const maxLocals = 8

// plain is an expression without names. One that calls functions is not
// known, null is the same as nothing, and what is no text is only set.
func plain(e hcl.Expression, out value) value {
	v, diags := e.Value(nil)
	switch {
	case diags.HasErrors():
		out.why = "a function"
	case v.IsNull():
		out.set = false
	default:
		out.text, _ = textOf(v)
		out.known = true
	}
	return out
}

// variable resolves var.NAME: what was given for it, else its default.
func (s *scope) variable(name string, out value, depth int) value {
	if given, ok := s.inputs[name]; ok { // and there it is to be mended
		return given
	}
	decl := s.module.variables[name]
	if decl == nil || decl.body.attrs["default"].expr == nil {
		return out
	}
	v := s.eval(decl.body.attrs["default"], depth+1)
	v.at = out.at
	return v
}

// reference reads an expression that is nothing but var.NAME or local.NAME.
func reference(e hcl.Expression) (kind, name string, ok bool) {
	for {
		switch inner := e.(type) {
		case *hclsyntax.TemplateWrapExpr:
			e = inner.Wrapped
			continue
		case *hclsyntax.ParenthesesExpr:
			e = inner.Expression
			continue
		case *hclsyntax.ScopeTraversalExpr:
			return twoNames(inner.Traversal)
		}
		break
	}
	if _, native := e.(hclsyntax.Node); native {
		return "", "", false
	}
	names := e.Variables()
	if len(names) != 1 {
		return "", "", false
	}
	kind, name, ok = twoNames(names[0])
	if !ok {
		return "", "", false
	}
	// JSON has no syntax of its own for "only a name": the text must be one.
	probe := &hcl.EvalContext{Variables: map[string]cty.Value{kind: cty.ObjectVal(map[string]cty.Value{name: cty.True})}}
	v, diags := e.Value(probe)
	return kind, name, !diags.HasErrors() && v.Type() == cty.Bool
}

func twoNames(t hcl.Traversal) (first, second string, ok bool) {
	if len(t) != 2 {
		return "", "", false
	}
	step, ok := t[1].(hcl.TraverseAttr)
	return t.RootName(), step.Name, ok
}

// spelled writes a reference as it stands in the file.
func spelled(t hcl.Traversal) string {
	out := []string{t.RootName()}
	for _, step := range t[1:] {
		if a, ok := step.(hcl.TraverseAttr); ok {
			out = append(out, a.Name)
		}
	}
	return strings.Join(out, ".")
}

// lookup finds an attribute, in nested blocks or objects where the path has
// several names.
func (s *scope) lookup(b body, at []string) value {
	name, rest := at[0], at[1:]
	if a, ok := b.attrs[name]; ok {
		if len(rest) == 0 {
			return s.eval(a, 0)
		}
		return s.within(b.in, a, rest)
	}
	if b.made[name] {
		return value{set: true, why: "a dynamic block"}
	}
	blocks := b.blocks[name]
	if len(blocks) == 0 {
		return value{}
	}
	if len(rest) == 0 {
		return value{set: true, known: true, at: blocks[0].at}
	}
	return s.lookup(blocks[0].body, rest)
}

// within looks into an object, or the first of a list of them.
func (s *scope) within(in *source, a attr, rest []string) value {
	if list, diags := hcl.ExprList(a.expr); !diags.HasErrors() && len(list) > 0 {
		a.expr = list[0]
	}
	inner := body{in: in, attrs: objectOf(in, a)}
	if inner.attrs == nil {
		v := s.eval(a, 0)
		v.known = false
		return v
	}
	return s.lookup(inner, rest)
}

// objectOf returns the members of an object that is spelled out, else nil.
func objectOf(in *source, a attr) map[string]attr {
	pairs, diags := hcl.ExprMap(a.expr)
	if diags.HasErrors() {
		return nil
	}
	out := map[string]attr{}
	for _, p := range pairs {
		if key, ok := literal(p.Key); ok {
			out[key] = attr{p.Value, span(in, p.Value.Range())}
		}
	}
	return out
}

// given reads the values that Terraform loads by itself for a root, and marks
// those that other files of values give too: which is used is not known.
// https://developer.hashicorp.com/terraform/language/values/variables
func (c *checker) given(m *module) map[string]value {
	out := map[string]value{}
	var auto, other []string
	for _, name := range c.in(m.dir) {
		base := path.Base(name)
		switch {
		case base == "terraform.tfvars", strings.HasSuffix(base, ".auto.tfvars"):
			auto = append(auto, name)
		case strings.HasSuffix(base, ".tfvars"):
			other = append(other, name)
		}
	}
	slices.SortFunc(auto, func(a, b string) int { // terraform.tfvars comes first, and so is overridden
		return strings.Compare(strings.TrimSuffix(a, "terraform.tfvars"), strings.TrimSuffix(b, "terraform.tfvars"))
	})
	s := &scope{module: &module{}}
	for _, name := range auto {
		for key, a := range c.values(name) {
			out[key] = s.eval(a, 0)
		}
	}
	for _, name := range other {
		for key, a := range c.values(name) {
			out[key] = value{set: true, at: a.at, why: "var." + key + ", which " + path.Base(name) + " may give"}
		}
	}
	return out
}

// values reads a file of values.
func (c *checker) values(name string) map[string]attr {
	src := c.read(name)
	if src == nil || tooDeep(src.text) {
		return nil
	}
	f, diags := hclsyntax.ParseConfig([]byte(src.text), name, hcl.InitialPos)
	c.broken(src, diags)
	if f == nil || f.Body == nil {
		return nil
	}
	return newBody(src, f.Body).attrs
}
