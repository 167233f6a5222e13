package main

import (
	"fmt"
	"os"
	"path/filepath"

	"tagout/internal/catalog"
	"tagout/internal/diag"
	"tagout/internal/lang"
)

// policies are all default files, compiled, in order of their names.
type policies struct {
	files    []*lang.File
	problems diag.Problems
	tools    map[string]*catalog.Tool
	// from has the file of each tool by its name.
	from map[string]string
	// texts are the files by name.
	texts map[string][]byte
}

// Tool finds a tool of any file by any of its names.
func (p *policies) Tool(name string) *catalog.Tool { return p.tools[name] }

// Policed is false: lang does not ask.
func (p *policies) Policed(string) bool { return false }

// load compiles the tools of every file, then every file with all tools.
func load(root string, names []string) (*policies, error) {
	set := &policies{tools: make(map[string]*catalog.Tool), from: make(map[string]string), texts: make(map[string][]byte)}
	texts := make([][]byte, len(names))
	for i, name := range names {
		var err error
		if texts[i], err = os.ReadFile(name); err != nil {
			return nil, err
		}
		rel := relative(root, name)
		set.texts[rel] = texts[i]
		tools, _ := lang.ParseTools(rel, texts[i]) // Parse reports the mistakes
		for j := range tools {
			set.addTool(rel, &tools[j])
		}
	}
	for i, name := range names {
		f, problems := lang.Parse(relative(root, name), texts[i], set)
		set.problems = append(set.problems, problems...)
		if f != nil {
			set.files = append(set.files, f)
		}
	}
	set.uniqueRules()
	return set, nil
}

func relative(root, name string) string {
	if rel, err := filepath.Rel(root, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return name
}

// addTool enters a tool under each of its names. Two of one file that claim the
// same are reported by lang.
func (p *policies) addTool(file string, t *catalog.Tool) {
	for _, name := range append([]string{t.Name}, t.Same...) {
		first := p.tools[name]
		switch {
		case first == nil:
			p.tools[name], p.from[name] = t, file
		case p.from[name] != file:
			p.twice(file, fmt.Sprintf("program %q of tool %s belongs to tool %s of %s already", name, t.Name, first.Name, p.from[name]))
		}
	}
}

// uniqueRules reports rule and class names that two files use.
func (p *policies) uniqueRules() {
	rules, classes := make(map[string]string), make(map[string]string)
	for _, f := range p.files {
		for i := range f.Rules {
			p.once(rules, f.Name, "rule", f.Rules[i].ID)
		}
		for i := range f.Classes {
			p.once(classes, f.Name, "class", f.Classes[i].Name)
		}
	}
}

func (p *policies) once(seen map[string]string, file, kind, id string) {
	if first, ok := seen[id]; ok {
		p.twice(file, fmt.Sprintf("%s %s is defined in %s already", kind, id, first))
		return
	}
	seen[id] = file
}

func (p *policies) twice(file, msg string) {
	p.problems = append(p.problems, diag.Problem{File: file, Msg: msg})
}
