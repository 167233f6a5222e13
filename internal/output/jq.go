package output

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"tagout/internal/tree"
)

// jq computes the programs that edit a document: values put at paths, added to what
// stands there, and paths taken away, one after another. The facts are those of jq
// 1.7.
func jq(args []string, in string) (string, bool) {
	e := jqEdit{vars: map[string]*tree.Node{}}
	program, ok := e.options(args)
	if !ok {
		return "", false
	}
	root, err := tree.Parse([]byte(in))
	if err != nil {
		return "", false
	}
	if _, _, twice := root.Repeated(); twice {
		return "", false
	}
	stages := strings.Count(program, "|")
	if stages > maxStages {
		return "", false
	}
	e.root, e.rest = root, program
	if !e.pipeline() {
		return "", false
	}
	return jqPrint(e.root, e.compact)
}

// maxStages bounds what a program does one after another.
const maxStages = 64

// jqEdit is a document, and what is left of the program that edits it.
type jqEdit struct {
	root    *tree.Node
	rest    string
	vars    map[string]*tree.Node
	compact bool
}

// options reads those that change nothing of what is printed but its layout.
func (e *jqEdit) options(args []string) (program string, ok bool) {
	for len(args) > 0 {
		switch a := args[0]; {
		case a == "-c" || a == "--compact-output":
			e.compact = true
		case a == "-M" || a == "--monochrome-output":
		case (a == "--arg" || a == "--argjson") && len(args) > 2:
			v, err := &tree.Node{Kind: tree.String, Text: args[2]}, error(nil)
			if a == "--argjson" {
				v, err = tree.Parse([]byte(args[2]))
			}
			if err != nil {
				return "", false
			}
			e.vars[args[1]] = v
			args = args[2:]
		case ok || strings.HasPrefix(a, "-"):
			return "", false
		default:
			program, ok = a, true
		}
		args = args[1:]
	}
	return program, ok
}

func (e *jqEdit) pipeline() bool {
	for {
		if !e.stage() {
			return false
		}
		e.space()
		if e.rest == "" {
			return true
		}
		if !e.take("|") {
			return false
		}
	}
}

func (e *jqEdit) space() { e.rest = strings.TrimLeft(e.rest, " \t\r\n") }

// take takes a text off what is left of the program.
func (e *jqEdit) take(text string) bool {
	e.space()
	rest, is := strings.CutPrefix(e.rest, text)
	if is {
		e.rest = rest
	}
	return is
}

// stage is del(PATH, …), PATH = VALUE, PATH |= VALUE, PATH += VALUE or ".".
func (e *jqEdit) stage() bool {
	if e.take("del(") {
		path, ok := e.path()
		for ok && len(path) > 0 {
			e.root, ok = jqDel(e.root, path)
			if !ok || e.take(")") {
				return ok
			}
			if !e.take(",") {
				return false
			}
			path, ok = e.path()
		}
		return false
	}
	path, ok := e.path()
	if !ok {
		return false
	}
	adds := false
	switch {
	case e.take("+="):
		adds = true
	case e.take("|="), !strings.HasPrefix(strings.TrimLeft(e.rest, " \t"), "==") && e.take("="):
	default:
		return len(path) == 0 // else it is no document but a part of it
	}
	v, ok := e.value()
	if !ok || len(path) == 0 {
		return false
	}
	e.root, ok = jqPut(e.root, path, v, adds)
	return ok
}

// path reads a path of names: .a."b"["c"].
func (e *jqEdit) path() (path []string, ok bool) {
	if !e.take(".") {
		return nil, false
	}
	for first := true; ; first = false {
		switch name := e.identifier(first); {
		case name != "":
			path = append(path, name)
		case strings.HasPrefix(e.rest, `"`) && first, strings.HasPrefix(e.rest, `."`):
			e.rest = strings.TrimPrefix(e.rest, ".")
			text, ok := e.text()
			if !ok {
				return nil, false
			}
			path = append(path, text)
		case strings.HasPrefix(e.rest, `["`), strings.HasPrefix(e.rest, `.["`):
			e.rest = strings.TrimPrefix(e.rest, ".")[1:]
			text, ok := e.text()
			if !ok || !e.take("]") {
				return nil, false
			}
			path = append(path, text)
		default:
			return path, e.rest == "" || strings.IndexByte(" \t\r\n|=+),", e.rest[0]) >= 0
		}
	}
}

// identifier takes a name, behind a dot unless it is the first; "" for none.
func (e *jqEdit) identifier(first bool) string {
	rest := e.rest
	if !first {
		var dot bool
		if rest, dot = strings.CutPrefix(rest, "."); !dot {
			return ""
		}
	}
	n := 0
	for n < len(rest) && (rest[n] == '_' || rest[n]|0x20 >= 'a' && rest[n]|0x20 <= 'z' || n > 0 && rest[n] >= '0' && rest[n] <= '9') {
		n++
	}
	if n > 0 {
		e.rest = rest[n:]
	}
	return rest[:n]
}

// text takes a string in JSON. What jq would compute in it is not read.
func (e *jqEdit) text() (string, bool) {
	v, ok := e.literal()
	if !ok || v.Kind != tree.String {
		return "", false
	}
	return v.Text, true
}

// value is a literal or a variable, to the end of its stage.
func (e *jqEdit) value() (*tree.Node, bool) {
	if e.take("$") {
		v := e.vars[e.identifier(true)]
		return v, v != nil && e.ended()
	}
	v, ok := e.literal()
	return v, ok && e.ended()
}

func (e *jqEdit) ended() bool {
	e.space()
	return e.rest == "" || e.rest[0] == '|' && !strings.HasPrefix(e.rest, "|=")
}

// literal takes the longest beginning that ends where a value in JSON does.
func (e *jqEdit) literal() (*tree.Node, bool) {
	e.space()
	n := jqLength(e.rest)
	text := e.rest[:n]
	if n == 0 || strings.Contains(text, `\(`) {
		return nil, false
	}
	v, err := tree.Parse([]byte(text))
	if err != nil {
		return nil, false
	}
	if _, _, twice := v.Repeated(); twice {
		return nil, false
	}
	e.rest = e.rest[n:]
	return v, true
}

// jqLength is how long a value in JSON is at the beginning of a text.
func jqLength(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			if quoted = !quoted; !quoted && depth == 0 {
				return i + 1
			}
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth <= 0 {
				return i + 1 + min(depth, 0)
			}
		case depth == 0 && strings.IndexByte(" \t\r\n|),", c) >= 0:
			return i
		}
	}
	return len(s)
}

// jqPut puts a value at a path, with the objects that it needs.
func jqPut(n *tree.Node, path []string, v *tree.Node, adds bool) (*tree.Node, bool) {
	if len(path) == 0 {
		if !adds {
			return v, true
		}
		return jqAdd(n, v)
	}
	if n == nil || n.Kind == tree.Null {
		n = &tree.Node{Kind: tree.Object}
	}
	if n.Kind != tree.Object {
		return nil, false
	}
	made, ok := jqPut(n.Get(path[0]), path[1:], v, adds)
	if !ok {
		return nil, false
	}
	return jqWith(n, path[0], made), true
}

// jqWith is an object with a member as it is to be.
func jqWith(n *tree.Node, name string, v *tree.Node) *tree.Node {
	out := &tree.Node{Kind: tree.Object}
	found := false
	for _, m := range n.Members {
		if m.Name == name {
			m.Value, found = v, true
		}
		out.Members = append(out.Members, m)
	}
	if !found {
		out.Members = append(out.Members, tree.Member{Name: name, Value: v})
	}
	return out
}

func jqAdd(n, v *tree.Node) (*tree.Node, bool) {
	switch {
	case n == nil || n.Kind == tree.Null:
		return v, true
	case v.Kind == tree.Null:
		return n, true
	case n.Kind != v.Kind:
		return nil, false
	case n.Kind == tree.Array:
		return &tree.Node{Kind: tree.Array, Items: append(n.Items[:len(n.Items):len(n.Items)], v.Items...)}, true
	case n.Kind == tree.String:
		return &tree.Node{Kind: tree.String, Text: n.Text + v.Text}, true
	case n.Kind == tree.Object:
		for _, m := range v.Members {
			n = jqWith(n, m.Name, m.Value)
		}
		return n, true
	}
	return nil, false
}

// jqDel takes a path away; what is not there stays so.
func jqDel(n *tree.Node, path []string) (*tree.Node, bool) {
	inner := n.Get(path[0])
	switch {
	case n.Kind == tree.Null, n.Kind == tree.Object && inner == nil:
		return n, true
	case n.Kind != tree.Object:
		return nil, false
	case len(path) > 1:
		made, ok := jqDel(inner, path[1:])
		return jqWith(n, path[0], made), ok
	}
	out := &tree.Node{Kind: tree.Object}
	for _, m := range n.Members {
		if m.Name != path[0] {
			out.Members = append(out.Members, m)
		}
	}
	return out, true
}

// jqPrint lays a document out as jq does. Numbers that jq may spell anew are not
// printed.
func jqPrint(n *tree.Node, compact bool) (string, bool) {
	p := jqPrinter{compact: compact, ok: true}
	p.value(n, 0)
	return p.out.String() + "\n", p.ok
}

type jqPrinter struct {
	out         strings.Builder
	compact, ok bool
}

func (p *jqPrinter) value(n *tree.Node, depth int) {
	switch n.Kind {
	case tree.Object:
		p.list("{", "}", len(n.Members), depth, func(i int) {
			p.text(n.Members[i].Name)
			p.out.WriteByte(':')
			if !p.compact {
				p.out.WriteByte(' ')
			}
			p.value(n.Members[i].Value, depth+1)
		})
	case tree.Array:
		p.list("[", "]", len(n.Items), depth, func(i int) { p.value(n.Items[i], depth+1) })
	case tree.String:
		p.text(n.Text)
	case tree.Number:
		_, err := strconv.ParseInt(n.Text, 10, 64)
		p.ok = p.ok && err == nil && len(n.Text) < 16 && n.Text != "-0"
		p.out.WriteString(n.Text)
	case tree.True, tree.False:
		p.out.WriteString(strconv.FormatBool(n.Kind == tree.True))
	default:
		p.out.WriteString("null")
	}
}

func (p *jqPrinter) list(open, shut string, n, depth int, item func(int)) {
	p.out.WriteString(open)
	for i := range n {
		if i > 0 {
			p.out.WriteByte(',')
		}
		p.line(depth + 1)
		item(i)
	}
	if n > 0 {
		p.line(depth)
	}
	p.out.WriteString(shut)
	p.ok = p.ok && p.out.Len() <= maxOutput
}

func (p *jqPrinter) line(depth int) {
	if !p.compact {
		p.out.WriteString("\n" + strings.Repeat("  ", depth))
	}
}

func (p *jqPrinter) text(s string) {
	p.ok = p.ok && utf8.ValidString(s)
	p.out.WriteByte('"')
	for _, r := range s {
		switch at := strings.IndexRune("\"\\\b\f\n\r\t", r); {
		case at >= 0:
			p.out.WriteString(`\` + string("\"\\bfnrt"[at]))
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&p.out, `\u%04x`, r)
		default:
			p.out.WriteRune(r)
		}
	}
	p.out.WriteByte('"')
}
