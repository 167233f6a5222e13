package facts

import (
	"encoding/json"
	"path"
	"strings"

	"tagout/internal/world"
)

// maxKube bounds a kubeconfig file, in bytes: certificates stand in it.
const maxKube = 1 << 20

// KubeContext returns the context that kubectl and its kin would use, and that
// context's namespace ("default" where it has none). ok is false where no file
// that KUBECONFIG or the home directory names says one, or says it in a form
// other than kubectl writes: YAML or JSON. The first file that sets it counts; dir is
// where the call runs.
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
func KubeContext(w world.World, dir string, env func(string) (string, bool)) (name, namespace string, ok bool) {
	var configs []contexts
	for _, file := range kubeFiles(env) {
		if text, read := bounded(w, Join(dir, file), maxKube); read {
			configs = append(configs, readKube(string(text)))
		}
	}
	for _, c := range configs {
		if name = c.current; name != "" {
			break
		}
	}
	if name == "" {
		return "", "", false
	}
	for _, c := range configs {
		if namespace = c.namespaceOf(name); namespace != "" {
			return name, namespace, true
		}
	}
	return name, "default", true
}

// contexts are what a kubeconfig file says of them.
type contexts struct {
	current string
	// namespaceOf returns the namespace of a context, "" where the file says none.
	namespaceOf func(context string) string
}

func readKube(text string) contexts {
	var c struct {
		Current  string `json:"current-context"`
		Contexts []struct {
			Name    string
			Context struct{ Namespace string }
		}
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "{") || json.Unmarshal([]byte(text), &c) != nil {
		return contexts{current(text), func(name string) string { return namespaceOf(text, name) }}
	}
	return contexts{c.Current, func(name string) string {
		for _, entry := range c.Contexts {
			if entry.Name == name {
				return entry.Context.Namespace
			}
		}
		return ""
	}}
}

func kubeFiles(env func(string) (string, bool)) []string {
	if list, _ := env("KUBECONFIG"); list != "" {
		return strings.Split(list, ":")
	}
	home, _ := env("HOME")
	return []string{path.Join(home, ".kube/config")}
}

// current reads the top-level key current-context.
func current(text string) string {
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(line, ":")
		if ok && line[0] != ' ' && scalar(key) == "current-context" {
			return scalar(value)
		}
	}
	return ""
}

// namespaceOf finds the namespace of a context in the list "contexts", as
// kubectl writes it: entries with a "context" table and a "name".
func namespaceOf(text, context string) string {
	within, namespace, name := false, "", ""
	for line := range strings.Lines(text) {
		if line[0] != ' ' && line[0] != '-' && line[0] != '\n' && line[0] != '#' {
			within = strings.HasPrefix(line, "contexts:")
		}
		if !within {
			continue
		}
		field := strings.TrimLeft(line, " ")
		if rest, first := strings.CutPrefix(field, "- "); first {
			if name == context {
				return namespace
			}
			field, namespace, name = strings.TrimLeft(rest, " "), "", ""
		}
		if value, ok := strings.CutPrefix(field, "namespace:"); ok {
			namespace = scalar(value)
		}
		if value, ok := strings.CutPrefix(field, "name:"); ok {
			name = scalar(value)
		}
	}
	if name == context {
		return namespace
	}
	return ""
}

// scalar is a value of one line, without its quotes and a comment behind it.
func scalar(s string) string {
	s, _, _ = strings.Cut(s, " #")
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}
