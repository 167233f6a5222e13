package facts

import (
	"path"
	"strings"

	"tagout/internal/world"
)

// maxKube bounds a kubeconfig file, in bytes: certificates stand in it.
const maxKube = 1 << 20

// KubeContext returns the context that kubectl and its kin would use, and that
// context's namespace ("default" where it has none). ok is false where no file
// that KUBECONFIG or the home directory names says one, or says it in a form
// other than kubectl writes. The first file that sets it counts.
// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
func KubeContext(w world.World, env func(string) (string, bool)) (name, namespace string, ok bool) {
	files := kubeFiles(env)
	var texts []string
	for _, file := range files {
		if text, read := bounded(w, file, maxKube); read {
			texts = append(texts, string(text))
		}
	}
	for _, text := range texts {
		if name = current(text); name != "" {
			break
		}
	}
	if name == "" {
		return "", "", false
	}
	for _, text := range texts {
		if namespace = namespaceOf(text, name); namespace != "" {
			return name, namespace, true
		}
	}
	return name, "default", true
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
		if value, ok := strings.CutPrefix(line, "current-context:"); ok {
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

// scalar is a value of one line, without its quotes.
func scalar(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}
