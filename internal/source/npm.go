package source

import (
	"encoding/json"
	"errors"
	"strings"

	"tagout/internal/tree"
)

// npm reads package.json: the script asked for, with those that run before and
// after it (npm-run-script(1), npm-scripts(7)).
func (j *job) npm() {
	if len(j.Given) > 0 {
		j.Targets = append(j.Given[len(j.Given)-1:], j.Targets...)
	}
	text, file, ok := j.find(true, "package.json")
	if !ok || len(j.Targets) == 0 && !j.All {
		return
	}
	for _, one := range documents(text) {
		if doc, ok := j.json(one); ok {
			j.scripts(doc.Get("scripts"), file)
		}
	}
}

// documents are those that stand in a text one behind the other, as they do where it
// is not known which of them a file holds; the text itself where it is one.
func documents(text string) (out []string) {
	d := json.NewDecoder(strings.NewReader(text))
	for at := int64(0); ; {
		var one json.RawMessage
		if d.Decode(&one) != nil {
			break
		}
		out = append(out, text[at:d.InputOffset()])
		at = d.InputOffset()
	}
	if len(out) == 0 {
		out = []string{text}
	}
	return out
}

// scripts adds those of one document that would run.
func (j *job) scripts(scripts *tree.Node, file string) {
	if j.All {
		j.anyScript(scripts, file)
		return
	}
	if j.Format == "scripts" {
		j.named(scripts, file)
		return
	}
	name, known := j.Targets[0].Known()
	if !known {
		j.anyScript(scripts, file)
		return
	}
	for _, script := range lifecycle(name, len(j.Targets) > 1) {
		if text, ok := scripts.Get(script).Str(); ok {
			if script == name {
				text += j.arguments()
			}
			j.addScript(file, script, text, scripts.Get(script).Start, false)
		}
	}
}

// json reads a document. One that is nested too deeply for us is still read by others.
func (j *job) json(text string) (doc *tree.Node, ok bool) {
	doc, err := tree.Parse([]byte(text))
	j.more = j.more || errors.Is(err, tree.ErrDepth)
	return doc, err == nil
}

// named adds the scripts of runners that take several names, perhaps with a
// project's before each ("web#build", "app:test").
func (j *job) named(scripts *tree.Node, file string) {
	for _, w := range j.Targets {
		s, known := w.Known()
		if !known {
			j.anyScript(scripts, file)
			continue
		}
		for _, name := range strings.Split(s, ",") {
			_, own, _ := strings.Cut(strings.Replace(name, "#", ":", 1), ":")
			for _, script := range append(lifecycle(name, false), own) {
				if text, ok := scripts.Get(script).Str(); ok {
					j.addScript(file, script, text, scripts.Get(script).Start, false)
				}
			}
		}
	}
}

// anyScript adds every script, where the one asked for is not known or all are.
func (j *job) anyScript(scripts *tree.Node, file string) {
	if scripts == nil {
		return
	}
	for _, m := range scripts.Members {
		if text, ok := m.Value.Str(); ok {
			j.addScript(file, m.Name, text, m.Value.Start, !j.All)
		}
	}
}

func (j *job) addScript(file, name, text string, at int, maybe bool) {
	j.add(Program{Name: file + ":" + name, Text: j.text(text), Dir: folder(file), At: at, Maybe: maybe})
}

// arguments are the words after the script's name, as npm appends them.
func (j *job) arguments() string {
	var b strings.Builder
	for i, w := range j.Targets[1:] {
		s, known := w.Known()
		if i == 0 && known && s == "--" {
			continue
		}
		if known {
			s = shellQuoted(s)
		} else {
			s = j.flat(w.Pieces)
		}
		b.WriteString(" " + s)
	}
	return b.String()
}

// lifecycle returns the scripts that a script's name runs, in order
// (npm-scripts(7), "Life Cycle Operation Order"). An install that names
// packages runs none of the project's own.
func lifecycle(name string, operands bool) []string {
	switch name {
	case "install", "i", "ci", "install-clean", "it":
		if operands {
			return nil
		}
		return []string{"preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"}
	case "publish", "pack":
		return []string{"prepublishOnly", "prepack", "prepare", "postpack", "publish", "postpublish"}
	case "version":
		return []string{"preversion", "version", "postversion"}
	case "restart":
		return []string{"prerestart", "prestop", "stop", "poststop", "restart", "prestart", "start", "poststart", "postrestart"}
	case "t", "tst":
		name = "test"
	}
	return []string{"pre" + name, name, "post" + name}
}
