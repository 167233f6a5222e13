package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// baseName returns the last path element of a program word without what Windows
// puts behind it, or "" when it is not known. Only what follows the last "/" need be
// known. folds is set for a program of Windows, where names have no case.
func baseName(w word.Word) (name string, folds bool) {
	s, known := w.Known()
	if !known {
		s = w.Pieces.Suffix()
		if strings.IndexByte(s, '/') < 0 {
			return "", false
		}
	}
	s = s[strings.LastIndexByte(s, '/')+1:]
	for _, ending := range [...]string{".exe", ".cmd", ".bat", ".com"} {
		if n := len(s) - len(ending); n > 0 && strings.EqualFold(s[n:], ending) {
			return s[strings.LastIndexByte(s[:n], '\\')+1 : n], true
		}
	}
	return s, false
}

// Name returns the name by which a catalogue knows the program that a word
// names, or "" when the word is not known well enough.
func Name(cat catalog.Catalog, w word.Word) string { return programName(cat, w) }

// programName is baseName without a version ("terraform_1.9", "python3.11",
// npx's "cdk@2") where the rest is a name that means something and the whole is
// none; a package of a scope that the catalogue knows ("@railway/cli") is named
// with it.
func programName(cat catalog.Catalog, w word.Word) string {
	if s := scoped(w); s != "" && known(cat, s) {
		return s
	}
	name, folds := baseName(w)
	if name == "" || known(cat, name) {
		return name
	}
	if _, all := cat.(catalog.Folded); folds || all {
		if name = strings.ToLower(name); known(cat, name) {
			return name
		}
	}
	if at := strings.IndexByte(name, '@'); at > 0 && known(cat, name[:at]) {
		return name[:at]
	}
	if !versionByte(name[len(name)-1]) {
		return name
	}
	for n := len(name) - 1; n > 0; n-- {
		if known(cat, name[:n]) {
			return name[:n]
		}
		if !versionByte(name[n-1]) && name[n-1] != 'v' {
			break
		}
	}
	return name
}

// scoped returns the name of a package of npm with a scope, without its version.
func scoped(w word.Word) string {
	s, ok := w.Known()
	if !ok || !strings.HasPrefix(s, "@") || strings.Count(s, "/") != 1 {
		return ""
	}
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		s = s[:at]
	}
	return s
}

func known(cat catalog.Catalog, name string) bool {
	return cat.Tool(name) != nil || cat.Policed(name)
}

func versionByte(c byte) bool {
	return '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_'
}
