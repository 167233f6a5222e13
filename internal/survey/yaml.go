package survey

import (
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// maxNodes bounds the nodes of a file that are looked at: aliases of aliases make
// many of few.
const maxNodes = 200_000

// document is a node of a file in YAML. The reader is the one that the YAML
// organisation itself keeps: it has the place of every node, and needs no other
// module. A nil document is what is not there.
type document struct {
	*yaml.Node
	file *file
	left *int
}

// yaml reads the documents of the file; nil where it is no YAML, which is noted.
func (f *file) yaml() []*document {
	loader, err := yaml.NewLoader(strings.NewReader(f.text))
	if err != nil {
		return nil
	}
	left := maxNodes
	var out []*document
	for {
		var n yaml.Node
		if err := loader.Load(&n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			f.broken(err)
			return nil
		}
		if len(n.Content) > 0 {
			out = append(out, (&document{n.Content[0], f, &left}).resolved())
		}
	}
	return out
}

// broken notes why the file cannot be read.
func (f *file) broken(err error) {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		f.problem(0, 0, diag.Warning, scan.Unread, "this is no YAML: "+err.Error())
		return
	}
	f.unread(load.Mark.Line, load.Mark.Column, "this is no YAML: "+load.Message)
}

// resolved is what an alias stands for.
func (d *document) resolved() *document {
	for d != nil && d.Kind == yaml.AliasNode {
		d = &document{d.Alias, d.file, d.left}
	}
	if d == nil || d.Node == nil || *d.left <= 0 {
		return nil
	}
	*d.left--
	return d
}

// get returns the value at a path of keys.
func (d *document) get(keys ...string) *document {
	for _, key := range keys {
		if d == nil || d.Kind != yaml.MappingNode {
			return nil
		}
		var found *document
		d.each(func(k string, v *document) {
			if k == key {
				found = v
			}
		})
		d = found
	}
	return d
}

// each hands over the members of a map, those that it merges first.
func (d *document) each(member func(key string, value *document)) {
	if d == nil || d.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(d.Content); i += 2 {
		if d.Content[i].Tag == "!!merge" {
			value := (&document{d.Content[i+1], d.file, d.left}).resolved()
			value.each(member)
			for _, one := range value.items() {
				one.each(member)
			}
		}
	}
	for i := 0; i+1 < len(d.Content); i += 2 {
		if value := (&document{d.Content[i+1], d.file, d.left}).resolved(); value != nil && d.Content[i].Tag != "!!merge" {
			member(d.Content[i].Value, value)
		}
	}
}

// items are a list's.
func (d *document) items() (out []*document) {
	if d == nil || d.Kind != yaml.SequenceNode || strings.HasPrefix(d.Tag, "!ref") {
		return nil
	}
	for _, n := range d.Content {
		if one := (&document{n, d.file, d.left}).resolved(); one != nil {
			out = append(out, one)
		}
	}
	return out
}

// str is a scalar's text, "" for any other node.
func (d *document) str() string {
	if d == nil || d.Kind != yaml.ScalarNode {
		return ""
	}
	return d.Value
}

// item is a scalar's text with its place.
func (d *document) item() item {
	if d == nil || d.Kind != yaml.ScalarNode {
		return item{at: []int{0}}
	}
	return item{text: d.Value, at: align(d.Value, d.file.text, d.start())}
}

// start is where a scalar's text begins: behind its tag, its anchor and the header
// of a block.
func (d *document) start() int {
	text := d.file.text
	at := d.file.lineStart(d.Line)
	for n := 1; n < d.Column && at < len(text); n++ {
		at++
		for at < len(text) && text[at]&0xC0 == 0x80 { // columns are of characters
			at++
		}
	}
	for at < len(text) && (text[at] == '&' || text[at] == '!') {
		end := strings.IndexAny(text[at:], " \n")
		if end < 0 {
			break
		}
		at += end
		for at < len(text) && blank(text[at]) {
			at++
		}
	}
	if d.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
			at += end + 1
		}
	}
	return at
}

// scripts are the texts of a list of commands, or of one, those of lists in it
// too.
func (d *document) scripts() (out []item) {
	if d == nil {
		return nil
	}
	if d.Kind == yaml.ScalarNode && d.Value != "" {
		return []item{d.item()}
	}
	for _, one := range d.items() {
		out = append(out, one.scripts()...)
	}
	return out
}

// variables are those of a map that a shell can have.
func (d *document) variables(brackets ...[2]string) (out []variable) {
	d.each(func(key string, value *document) {
		if named(key) && value.Kind == yaml.ScalarNode {
			v := value.item()
			v.templated(brackets...)
			out = append(out, variable{key, v})
		}
	})
	return out
}

// walk hands over every map below a node, with the key that leads to it.
func (d *document) walk(key string, visit func(key string, m *document)) {
	if d == nil {
		return
	}
	if d.Kind == yaml.MappingNode {
		visit(key, d)
		d.each(func(k string, v *document) { v.walk(k, visit) })
	}
	for _, one := range d.items() {
		one.walk(key, visit)
	}
}
