package audit

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"tagout/internal/safeguard"
)

// module is the configuration of one directory.
type module struct {
	dir                                   string
	resources, calls, providers, settings []*block
	variables                             map[string]*block
	locals                                map[string]attr
	// used is set where another module of the project calls it.
	used bool
}

// block is a block of a module.
type block struct {
	kind   string
	labels []string
	body   body
	at     place
}

// name is a block's address within its module.
func (b *block) name() string {
	switch b.kind {
	case "resource":
		return strings.Join(b.labels, ".")
	case "terraform":
		return "terraform"
	}
	return b.kind + "." + strings.Join(b.labels, ".")
}

// body is what stands in a block.
type body struct {
	in     *source
	attrs  map[string]attr
	blocks map[string][]*block
	// made are the kinds of blocks that "dynamic" makes.
	made map[string]bool
}

// attr is an attribute.
type attr struct {
	expr hcl.Expression
	at   place
}

// modules reads the configuration of every directory.
func (c *checker) modules() {
	c.dirs = map[string]*module{}
	for _, name := range c.files {
		if !isConfig(name) {
			continue
		}
		dir := path.Dir(name)
		if c.dirs[dir] == nil {
			c.dirs[dir] = &module{dir: dir, variables: map[string]*block{}, locals: map[string]attr{}}
		}
		if !isOverride(name) {
			c.file(c.dirs[dir], name, false)
		}
	}
	// Overrides change what the other files say, so they come last.
	for _, name := range c.files {
		if isConfig(name) && isOverride(name) {
			c.file(c.dirs[path.Dir(name)], name, true)
		}
	}
	for _, m := range c.dirs {
		for _, call := range m.calls {
			if child := c.local(m, call); child != nil {
				child.used = true
			}
		}
	}
}

// isConfig reports whether Terraform or OpenTofu reads a file as configuration.
func isConfig(name string) bool {
	return slices.ContainsFunc([]string{".tf", ".tf.json", ".tofu", ".tofu.json"}, func(end string) bool { return strings.HasSuffix(name, end) })
}

// isOverride: https://developer.hashicorp.com/terraform/language/files/override
func isOverride(name string) bool {
	stem, _, _ := strings.Cut(path.Base(name), ".")
	return stem == "override" || strings.HasSuffix(stem, "_override")
}

// file adds what a file holds. Of a broken one the parser returns what it could
// read, so the mistake hides no more than it must.
func (c *checker) file(m *module, name string, over bool) {
	src := c.read(name)
	if src == nil {
		return
	}
	if tooDeep(src.text) {
		c.partly(name, "is nested too deeply to be parsed")
		return
	}
	var f *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		f, diags = json.Parse([]byte(src.text), name)
	} else {
		f, diags = hclsyntax.ParseConfig([]byte(src.text), name, hcl.InitialPos)
	}
	c.broken(src, diags)
	if f == nil || f.Body == nil {
		return
	}
	content, _, diags := f.Body.PartialContent(topLevel())
	c.broken(src, diags)
	for _, b := range content.Blocks {
		m.add(newBlock(src, b), over)
	}
}

// broken adds a finding for the first mistake of a file; the rest mostly follow
// from it.
func (c *checker) broken(src *source, diags hcl.Diagnostics) {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		at := place{in: src}
		if d.Subject != nil {
			at = span(src, *d.Subject)
		}
		detail, _, _ := strings.Cut(d.Detail, "\n")
		c.found(safeguard.Finding{ID: "SG-READ", Severity: safeguard.High, About: "not read",
			Msg: "is broken, so that what stands here is not judged: " + lowerFirst(d.Summary) + ": " + lowerFirst(strings.TrimSuffix(detail, ".")), Mend: "terraform validate names it too"}, at)
		return
	}
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func topLevel() *hcl.BodySchema {
	return &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"}, {Type: "locals"},
		{Type: "provider", LabelNames: []string{"name"}},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "module", LabelNames: []string{"name"}},
		{Type: "resource", LabelNames: []string{"type", "name"}},
	}}
}

func span(src *source, r hcl.Range) place {
	return place{src, r.Start.Byte, max(r.End.Byte, r.Start.Byte+1)}
}

func newBlock(src *source, b *hcl.Block) *block {
	return &block{kind: b.Type, labels: b.Labels, body: newBody(src, b.Body), at: span(src, b.DefRange)}
}

// newBody reads a body in either syntax. In JSON nested blocks look like
// attributes, and are looked into when they are asked for.
func newBody(src *source, b hcl.Body) body {
	out := body{in: src, attrs: map[string]attr{}, blocks: map[string][]*block{}, made: map[string]bool{}}
	native, ok := b.(*hclsyntax.Body)
	if !ok {
		attrs, _ := b.JustAttributes() // what is no attribute is nothing in JSON
		for name, a := range attrs {
			out.attrs[name] = attr{a.Expr, span(src, a.NameRange)}
		}
		return out
	}
	for name, a := range native.Attributes {
		out.attrs[name] = attr{a.Expr, span(src, a.SrcRange)}
	}
	for _, inner := range native.Blocks {
		if inner.Type == "dynamic" && len(inner.Labels) == 1 {
			out.made[inner.Labels[0]] = true
			continue
		}
		out.blocks[inner.Type] = append(out.blocks[inner.Type], &block{
			kind: inner.Type, labels: inner.Labels, body: newBody(src, inner.Body), at: span(src, inner.DefRange())})
	}
	return out
}

// add puts a block into its module.
func (m *module) add(b *block, over bool) {
	switch b.kind {
	case "resource":
		m.resources = put(m.resources, b, over)
	case "module":
		m.calls = put(m.calls, b, over)
	case "provider":
		m.providers = append(m.providers, b)
	case "terraform":
		m.settings = append(m.settings, b)
	case "variable":
		m.variables[b.labels[0]] = b
	case "locals":
		for name, a := range b.body.attrs {
			m.locals[name] = a
		}
	}
}

// put appends a block, or merges one that overrides.
func put(list []*block, b *block, over bool) []*block {
	for _, old := range list {
		if over && slices.Equal(old.labels, b.labels) {
			old.body.merge(b.body)
			return list
		}
	}
	return append(list, b)
}

// merge lets another body win; the settings of lifecycle one by one, other
// blocks whole.
func (b *body) merge(o body) {
	for name, a := range o.attrs {
		b.attrs[name] = a
	}
	for kind, blocks := range o.blocks {
		if kind == "lifecycle" && len(b.blocks[kind]) == 1 {
			b.blocks[kind][0].body.merge(blocks[0].body)
			continue
		}
		b.blocks[kind] = blocks
	}
	for kind := range o.made {
		b.made[kind] = true
	}
}

// local returns the module of the project that a call uses, nil for any other.
func (c *checker) local(m *module, call *block) *module {
	src, ok := literal(call.body.attrs["source"].expr)
	if !ok || !strings.HasPrefix(src, "./") && !strings.HasPrefix(src, "../") && src != "." && src != ".." {
		return nil
	}
	return c.dirs[path.Join(m.dir, src)]
}

// sortedDirs returns the modules in the order of their directories.
func (c *checker) sortedDirs() []*module {
	var out []*module
	for _, m := range c.dirs {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *module) int { return strings.Compare(a.dir, b.dir) })
	return out
}

// isRoot reports whether a directory has a state of its own: it is used by none
// other, and does not lie among modules that others are meant to use.
func (m *module) isRoot() bool {
	return !m.used && !slices.Contains(strings.Split(m.dir, "/"), "modules")
}
