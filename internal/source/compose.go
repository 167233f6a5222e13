package source

import (
	"path"
	"strings"
)

// compose reads a Compose file: what a service runs when no command is given, or
// what all of them run when they are started, and the host paths that each can
// write to (docs.docker.com/reference/compose-file).
func (j *job) compose() {
	text, file, ok := j.find(true, "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
	if j.All {
		j.Targets = nil
	}
	if !ok || j.Format == "compose" && len(j.Targets) != 1 {
		return
	}
	services := j.yaml(text).get("services")
	if len(j.Targets) == 0 && services != nil {
		for _, name := range services.keys {
			j.service(file, name, services.get(name))
		}
	}
	for _, w := range j.Targets {
		if name, known := w.Known(); known {
			j.service(file, name, services.get(name))
		}
	}
}

// service adds what one service runs.
func (j *job) service(file, name string, service *yamlNode) {
	if service == nil {
		return
	}
	var parts []string
	at := 0
	for _, key := range [...]string{"entrypoint", "command"} {
		if s := commandOf(service.get(key)); s != "" {
			if len(parts) == 0 {
				at = service.get(key).at
			}
			parts = append(parts, s)
		}
	}
	j.add(Program{
		Name: file + ":" + name, Text: j.text(strings.ReplaceAll(strings.Join(parts, " "), "$$", "$")),
		At: at, Binds: binds(service.get("volumes"), join(j.flat(j.host.Dir), folder(file))),
	})
}

// commandOf returns a command that is written as a text or as a list of words.
func commandOf(n *yamlNode) string {
	if n == nil || n.kind != yamlList {
		return n.scalar()
	}
	var words []string
	for _, w := range n.list {
		words = append(words, shellQuoted(w.text))
	}
	return strings.Join(words, " ")
}

// binds are the host directories among a service's volumes.
func binds(n *yamlNode, dir string) []string {
	var out []string
	for _, v := range n.items() {
		host, rest, ok := strings.Cut(v.scalar(), ":")
		if v.kind == yamlMap {
			host, rest, ok = v.get("source").scalar(), v.get("target").scalar(), v.get("read_only").scalar() != "true"
		}
		if !ok || host == "" || strings.IndexByte("/.~", host[0]) < 0 || strings.HasSuffix(rest, ":ro") {
			continue
		}
		at, _, _ := strings.Cut(rest, ":")
		if host[0] == '.' {
			host = path.Join(dir, host)
		}
		out = append(out, host+":"+at)
	}
	return out
}
