package lang

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/diag"
)

// optAt is an option with the entry that lists it.
type optAt struct {
	opt catalog.Opt
	at  span
}

// options reads entries such as "-f|--force" and "plan|apply: -out".
func (t *toolRow) options(n *node, arg catalog.Arg) {
	for _, e := range t.strs(n, n.key, t.owner) {
		verbs, text := restricted(e.text)
		names := strings.Split(strings.TrimSpace(text), "|")
		if !(arg == catalog.Flag && endsOptions(names)) && !t.spellings(e, names, n.key) {
			continue
		}
		o := catalog.Opt{Names: names, Arg: arg, Verbs: verbs}
		t.opts = append(t.opts, optAt{o, e.node.at})
		for _, v := range verbs {
			t.names(strings.Fields(v), e.node.at, n.key, false)
		}
	}
}

// endsOptions reports the entry "--": a tool that lists it means something by it
// beyond the end of the options (git checkout -- PATH), so patterns can ask for it.
func endsOptions(names []string) bool { return len(names) == 1 && names[0] == "--" }

// restricted splits "VERB|VERB: rest" into its phrases and the rest.
func restricted(text string) (verbs []string, rest string) {
	head, tail, ok := strings.Cut(text, ": ")
	if !ok || strings.HasPrefix(strings.TrimSpace(head), "-") {
		return nil, text
	}
	for _, v := range strings.Split(head, "|") {
		verbs = append(verbs, strings.Join(strings.Fields(v), " "))
	}
	return verbs, tail
}

// spellings reports whether each name is an option's, and complains of the
// first that is not.
func (t *toolRow) spellings(e textAt, names []string, in string) bool {
	for _, name := range names {
		if isOption(name) {
			continue
		}
		hint := ""
		switch {
		case strings.ContainsAny(name, " \t"):
			hint = "list each option in a string of its own; spellings of one are joined by |"
		case strings.HasSuffix(name, "="):
			hint = "write the option without ="
		case name != "" && name[0] != '-' && isOption("-"+name):
			hint = "options are written with their dashes"
		}
		t.report(e.node.at, t.owner, "bad option "+quote(name)+" in "+in+of(t.owner), `"-x", "--long" or "-x|--long"`, hint)
		return false
	}
	return true
}

// isOption reports whether s is an option's spelling: a dash or a plus, then
// anything but spaces, patterns and "=".
func isOption(s string) bool {
	if len(s) < 2 || s == "--" || s[0] != '-' && s[0] != '+' {
		return false
	}
	return !strings.ContainsAny(s, " \t\n=*'\"")
}

// optionNames reads a list of single option names (secret, runs.options).
func (t *toolRow) optionNames(n *node) []string {
	var names []string
	for _, e := range t.strs(n, n.key, t.owner) {
		list := strings.Split(e.text, "|")
		if e.text == "--" || e.text == ";" || t.spellings(e, list, n.key) { // these begin the words of a between
			names = append(names, list...)
		}
	}
	return names
}

// imply reads "-a = -d -g" or "VERB: -a = -d -g". An option that no other field
// lists is a flag.
func (t *toolRow) imply(e textAt) {
	verbs, text := restricted(e.text)
	left, right, ok := strings.Cut(text, "=")
	name, implied := strings.TrimSpace(left), strings.Fields(right)
	if !ok || len(implied) == 0 {
		t.report(e.node.at, t.owner, "bad entry "+quote(e.text)+" in implies"+of(t.owner), `"-a = -d -g"`, "")
		return
	}
	names := strings.Split(name, "|")
	if !t.spellings(e, names, "implies") || !t.spellings(e, implied, "implies") {
		return
	}
	found := false
	for i := range t.opts {
		o := &t.opts[i].opt
		if slices.Contains(o.Names, names[0]) && (verbs == nil || overlap(o.Verbs, verbs)) {
			o.Implies, found = append(o.Implies, implied...), true
		}
	}
	if !found {
		o := catalog.Opt{Names: names, Arg: catalog.Flag, Verbs: verbs, Implies: implied}
		t.opts = append(t.opts, optAt{o, e.node.at})
	}
}

// overlap reports whether two restrictions share a verb, or are both none.
func overlap(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	for _, v := range a {
		if slices.Contains(b, v) {
			return true
		}
	}
	return false
}

// listedTwice reports spellings that two entries claim for the same verbs.
func (t *toolRow) listedTwice() {
	first := make(map[string][]int)
	for i := range t.opts {
		o := &t.opts[i]
		for _, name := range o.opt.Names {
			for _, j := range first[name] {
				if overlap(t.opts[j].opt.Verbs, o.opt.Verbs) {
					line, _, _ := diag.At(t.text, t.opts[j].at.start)
					t.report(o.at, t.owner, "option "+name+of(t.owner)+" is listed twice", "", "first on line "+strconv.Itoa(line))
					break
				}
			}
			first[name] = append(first[name], i)
		}
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
