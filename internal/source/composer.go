package source

import (
	"strings"

	"tagout/internal/tree"
)

// composer reads composer.json: the script asked for, with those that it names
// (getcomposer.org/doc/articles/scripts.md).
func (j *job) composer() {
	text, file, ok := j.find(false, "composer.json")
	if !ok || len(j.Targets) == 0 && !j.All {
		return
	}
	doc, ok := j.json(text)
	if !ok {
		return
	}
	scripts, ran := doc.Get("scripts"), map[string]bool{}
	name, known := "", false
	if !j.All {
		name, known = j.Targets[0].Known()
	}
	if !known && scripts != nil {
		for _, m := range scripts.Members {
			j.composerScript(file, scripts, m.Name, !j.All, ran)
		}
		return
	}
	for _, event := range composerEvents(name) {
		j.composerScript(file, scripts, event, false, ran)
	}
}

// composerEvents are the scripts that a command runs.
func composerEvents(name string) []string {
	switch name {
	case "install", "i":
		return []string{"pre-install-cmd", "pre-autoload-dump", "post-autoload-dump", "post-install-cmd"}
	case "update", "u", "upgrade", "require", "r", "remove", "rm":
		return []string{"pre-update-cmd", "pre-autoload-dump", "post-autoload-dump", "post-update-cmd"}
	}
	return []string{name}
}

func (j *job) composerScript(file string, scripts *tree.Node, name string, maybe bool, ran map[string]bool) {
	n := scripts.Get(name)
	if n == nil || ran[name] {
		return
	}
	ran[name] = true
	items := n.Items
	if _, one := n.Str(); one {
		items = []*tree.Node{n}
	}
	for _, item := range items {
		line, _ := item.Str()
		other, reference := strings.CutPrefix(line, "@")
		own, _, _ := strings.Cut(other, " ")
		switch {
		case reference && own == "putenv", strings.Contains(line, "::"):
		case reference && scripts.Get(own) != nil:
			j.composerScript(file, scripts, own, maybe, ran)
		case line != "":
			j.addScript(file, name, other, item.Start, maybe)
		}
	}
}
