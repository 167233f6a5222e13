package lang

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
)

var runKeys = [...]string{"how", "when", "from", "options", "until", "assigns", "append", "inputs", "each", "split", "marks", "vars", "clear", "place", "at", "binds", "lang", "files", "dirs", "verb", "known", "paths", "fed", "strip", "reverse", "program"}

// hows are the behaviours in the order of catalog.How.
var hows = [...]string{"rest", "script", "joined", "between", "stdin", "file", "target", "written"}

var places = [...]string{"ssh", "exec", "container"}

// runs reads the inline tables that say how a tool carries another program.
func (t *toolRow) runs(n *node) {
	switch n.val.(type) {
	case []any, []map[string]any:
	default:
		t.wrongType(n, "runs", t.owner, `a list of tables such as { how = "rest" }`)
		return
	}
	for _, k := range n.kids {
		if t.isTable(k, "an entry of runs", t.owner) {
			t.run(k)
		}
	}
}

func (t *toolRow) run(n *node) {
	var r catalog.Run
	before := len(t.problems)
	for _, k := range n.kids {
		t.runField(&r, k)
	}
	t.runComplete(n, &r)
	if r.How == catalog.Script || r.How == catalog.File {
		t.mention(r.Options, n.at, "runs")
	}
	for _, names := range [...][]string{r.Binds, r.Inputs, r.Files, r.Dirs, r.Each, r.Split, r.Clear, r.Strip, r.Reverse} {
		t.mention(names, n.at, "runs")
	}
	if len(t.problems) == before {
		t.tool.Runs = append(t.tool.Runs, r)
	}
}

// mention notes options that the tool must list for their values to be found.
func (t *toolRow) mention(names []string, at span, in string) {
	for _, name := range names {
		t.mentions = append(t.mentions, phraseAt{[]string{name}, at, in})
	}
}

func (t *toolRow) runField(r *catalog.Run, n *node) {
	if list := runOptions(r, n.key); list != nil {
		*list = t.optionNames(n)
		return
	}
	if list := runTexts(r, n.key); list != nil {
		*list = t.texts(n)
		return
	}
	if set := runFlag(r, n.key); set != nil {
		*set = t.flag(n, t.owner)
		return
	}
	switch n.key {
	case "how":
		t.how(r, n)
	case "when":
		t.runWhen(r, n)
	case "from":
		r.From = t.count(n, t.owner, 1)
	case "at":
		r.At = t.count(n, t.owner, 1)
	case "place":
		t.place(r, n)
	case "lang":
		r.Lang, _ = t.str(n, "lang", t.owner)
	default:
		t.unknownKey(n, "runs"+of(t.owner), "", runKeys[:])
	}
}

// runOptions is the part of a run that a key's list of options fills, or nil.
func runOptions(r *catalog.Run, key string) *[]string {
	switch key {
	case "options":
		return &r.Options
	case "inputs":
		return &r.Inputs
	case "binds":
		return &r.Binds
	case "each":
		return &r.Each
	case "split":
		return &r.Split
	case "clear":
		return &r.Clear
	case "strip":
		return &r.Strip
	case "reverse":
		return &r.Reverse
	case "files":
		return &r.Files
	case "dirs":
		return &r.Dirs
	}
	return nil
}

// runTexts is the part that a key's list of strings fills, or nil.
func runTexts(r *catalog.Run, key string) *[]string {
	switch key {
	case "until":
		return &r.Until
	case "program":
		return &r.Program
	case "marks":
		return &r.Marks
	case "vars":
		return &r.Vars
	case "paths":
		return &r.Paths
	}
	return nil
}

// runFlag is the part that a key switches on, or nil.
func runFlag(r *catalog.Run, key string) *bool {
	switch key {
	case "assigns":
		return &r.Assigns
	case "append":
		return &r.Append
	case "verb":
		return &r.ByVerb
	case "fed":
		return &r.Fed
	case "known":
		return &r.Known
	}
	return nil
}

// texts reads a list of strings.
func (t *toolRow) texts(n *node) []string {
	var out []string
	for _, e := range t.strs(n, n.key, t.owner) {
		out = append(out, e.text)
	}
	return out
}

func (t *toolRow) how(r *catalog.Run, n *node) {
	s, ok := t.str(n, "how", t.owner)
	if !ok {
		return
	}
	if i := slices.Index(hows[:], s); i >= 0 {
		r.How = catalog.How(i + 1)
		return
	}
	t.report(n.at, t.owner, "unknown how "+quote(s)+" in "+t.owner, oneOf(hows[:]), meant(s, hows[:]))
}

func (t *toolRow) place(r *catalog.Run, n *node) {
	s, ok := t.str(n, "place", t.owner)
	if ok && s != "" && !isLater(places[:], s) {
		t.report(n.at, t.owner, "unknown place "+quote(s)+" in "+t.owner, oneOf(places[:]), meant(s, places[:]))
	}
	r.Place = s
}

func (t *toolRow) runWhen(r *catalog.Run, n *node) {
	s, ok := t.str(n, "when", t.owner)
	if !ok {
		return
	}
	if c, ok := t.cond(textAt{s, n}, strings.Fields(s), "when"); ok {
		r.Cond = c
		t.names(c.Verb, n.at, "when", true)
	}
}

// runComplete reports what a behaviour cannot do without.
func (t *toolRow) runComplete(n *node, r *catalog.Run) {
	lacks := func(key string) {
		t.report(n.at, t.owner, "runs"+of(t.owner)+" has no "+key, "", "")
	}
	if n.kid("how") == nil {
		lacks("how")
	}
	if (r.How == catalog.Script && n.kid("vars") == nil || r.How == catalog.Between) && n.kid("options") == nil {
		lacks("options")
	}
	if r.How == catalog.Between && n.kid("until") == nil {
		lacks("until")
	}
	if r.How == catalog.Written && n.kid("paths") == nil {
		lacks("paths")
	}
	if r.How == catalog.Target && n.kid("lang") == nil {
		lacks("lang")
	}
}
