package survey

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// terraform finds the commands of provisioners and of external data
// (developer.hashicorp.com/terraform, "local-exec", "remote-exec", "external").
func terraform(f *file) {
	if at := tooDeep(f.text); at >= 0 {
		f.problem(at, 1, diag.Warning, scan.Unread, "the file is nested too deeply to be read")
		return
	}
	parsed, diags := hclsyntax.ParseConfig([]byte(f.text), f.name, hcl.InitialPos)
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			f.problem(d.Subject.Start.Byte, max(d.Subject.End.Byte-d.Subject.Start.Byte, 1), diag.Warning, scan.Unread, fmt.Sprintf("this is no HCL: %s", d.Summary))
			break
		}
	}
	if parsed == nil {
		return
	}
	if body, ok := parsed.Body.(*hclsyntax.Body); ok {
		f.body(body)
	}
}

func (f *file) body(b *hclsyntax.Body) {
	for _, block := range b.Blocks {
		switch {
		case block.Type == "provisioner" && len(block.Labels) > 0 && block.Labels[0] == "local-exec":
			f.localExec(block.Body)
		case block.Type == "provisioner" && len(block.Labels) > 0 && block.Labels[0] == "remote-exec":
			f.remoteExec(block.Body)
		case block.Type == "data" && len(block.Labels) > 0 && block.Labels[0] == "external":
			if words, ok := f.words(block.Body.Attributes["program"]); ok {
				f.keep(joined(words), step{shell: "bash"})
			}
		}
		f.body(block.Body)
	}
}

func (f *file) localExec(b *hclsyntax.Body) {
	command := b.Attributes["command"]
	if command == nil {
		return
	}
	s := step{shell: "sh"}
	if words, ok := f.words(b.Attributes["interpreter"]); ok && len(words) > 0 {
		s.shell = words[0].text
	}
	f.keep(f.template(command.Expr), s)
}

func (f *file) remoteExec(b *hclsyntax.Body) {
	if words, ok := f.words(b.Attributes["inline"]); ok {
		f.keep(lines(words), step{shell: "sh", on: "ssh:remote"})
	}
}

// words are the elements of a list that is written out.
func (f *file) words(a *hclsyntax.Attribute) (out []item, ok bool) {
	if a == nil {
		return nil, false
	}
	list, ok := a.Expr.(*hclsyntax.TupleConsExpr)
	if !ok {
		return nil, false
	}
	for _, e := range list.Exprs {
		out = append(out, f.template(e))
	}
	return out, true
}

// template is a text with holes for what is computed.
func (f *file) template(e hclsyntax.Expression) item {
	var b builder
	f.parts(&b, e)
	return b.item()
}

func (f *file) parts(b *builder, e hclsyntax.Expression) {
	r := e.Range()
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		for _, p := range e.Parts {
			f.parts(b, p)
		}
	case *hclsyntax.TemplateWrapExpr:
		f.parts(b, e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		f.parts(b, e.Expression)
	case *hclsyntax.LiteralValueExpr:
		if e.Val.Type() == cty.String && !e.Val.IsNull() {
			text := e.Val.AsString()
			b.mapped(text, alignEscaped(text, f.text[:r.End.Byte], r.Start.Byte))
			return
		}
		b.hole(f.source(r), r.Start.Byte)
	default:
		b.hole(f.source(r), r.Start.Byte)
	}
}

// source is how an expression is written.
func (f *file) source(r hcl.Range) string {
	return strings.ReplaceAll(f.text[r.Start.Byte:min(r.End.Byte, len(f.text))], "\n", " ")
}

// maxNesting bounds expressions within each other: the parser recurses for each, and
// nothing catches a stack that overflows.
const maxNesting = 500

// tooDeep is where a text has more brackets, signs or conditions within each other
// than are read, counted roughly; -1: nowhere.
func tooDeep(text string) int {
	depth, signs, conditions := 0, 0, 0
	for at := range len(text) {
		switch c := text[at]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth = max(0, depth-1)
		case '?':
			conditions++
		case '!', '-':
			signs++
		case ' ', '\t':
		case '\n':
			signs, conditions = 0, 0
		default:
			signs = 0
		}
		if depth > maxNesting || signs > maxNesting || conditions > maxNesting {
			return at
		}
	}
	return -1
}
