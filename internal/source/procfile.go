package source

import "strings"

// procfile reads a Procfile: the processes asked for, else all
// (devcenter.heroku.com/articles/procfile).
func (j *job) procfile() {
	text, file, ok := j.find(false, "Procfile", "Procfile.dev")
	if !ok {
		return
	}
	targets, _ := j.names()
	at := 0
	for _, line := range strings.Split(text, "\n") {
		start := at
		at += len(line) + 1
		name, command, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(strings.TrimSpace(name), "#") {
			continue
		}
		wanted, sure := len(targets) == 0 || j.All, true
		for _, w := range targets {
			if s, known := w.Known(); !known {
				wanted, sure = true, false
			} else if s == strings.TrimSpace(name) || s == "all" {
				wanted = true
			}
		}
		if wanted {
			j.add(Program{Name: file + ":" + strings.TrimSpace(name), Text: j.text(strings.TrimSpace(command)), Dir: folder(file), At: start + len(name) + 1, Maybe: !sure})
		}
	}
}
