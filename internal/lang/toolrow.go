package lang

import (
	"cmp"
	"slices"
	"strings"

	"tagout/internal/catalog"
)

var toolKeys = [...]string{
	"same", "options", "values", "optional", "flags", "implies", "verbs", "pure",
	"read", "write", "destroy", "dry", "env", "reads", "writes", "appends",
	"deletes", "chdir", "runs", "kinds", "facts", "secret", "data", "abbrev", "filter", "copies", "keeps", "fetches",
	"spares", "walks", "unless", "selects", "links", "lists", "finds", "sought", "mounts",
}

// styles are the option styles in the order of catalog.Style.
var styles = [...]string{"gnu", "posix", "go", "bsd", "dd", "find", "aws", "none"}

// kinds are the classes of programs.
var kinds = [...]string{"database", "declaration", "embedded", "fetcher", "interpreter", "shell"}

// programs are the classes that patterns may name in place of a program: its
// kinds, and what is known of what it runs.
var programs = [...]string{"database", "declaration", "embedded", "fetcher", "interpreter", "listening", "shell", "unread"}

// toolRow is one tool under compilation.
type toolRow struct {
	*compiler
	tool  catalog.Tool
	owner string
	// verbs are the phrases of the verbs row, implied those that a condition
	// names, implies the rows that wait for every option to be known.
	verbs   [][]string
	implied []phraseAt
	implies []textAt
	// phrases are verbs, and mentions options, that other fields name and that
	// the tool must have.
	phrases, mentions []phraseAt
	// opts has where each option is listed, for the mistake of listing it twice.
	opts []optAt
}

type phraseAt struct {
	words []string
	at    span
	in    string
}

// tools compiles the [tool.NAME] tables. A tool with a mistake is kept as far
// as it compiled, so that patterns do not seem wrong for its sake.
func (c *compiler) tools(n *node) {
	if !c.isTable(n, "tool", "") {
		return
	}
	seen := make(map[string]string)
	for _, k := range n.kids {
		if !c.isTable(k, "tool "+k.key, "") || !c.toolName(k, k.key, k.key) {
			continue
		}
		t := toolRow{compiler: c, owner: "tool " + k.key}
		t.tool = catalog.Tool{Name: k.key, Options: catalog.GNU}
		for _, field := range k.kids {
			t.field(field)
		}
		t.finish()
		c.unique(seen, k.keyAt, k.key, k.key)
		for _, name := range t.tool.Same {
			c.unique(seen, t.sameAt(k, name), name, k.key)
		}
		c.out.Tools = append(c.out.Tools, t.tool)
	}
}

// unique reports a program name that two tools claim.
func (c *compiler) unique(seen map[string]string, at span, name, tool string) {
	if first, dup := seen[name]; dup {
		c.report(at, tool, "program "+quote(name)+" of tool "+tool+" belongs to tool "+first+" already", "", "")
		return
	}
	seen[name] = tool
}

func (t *toolRow) sameAt(tool *node, name string) span {
	same := tool.kid("same")
	for _, k := range same.kids {
		if k.val == name {
			return k.at
		}
	}
	return same.at
}

// toolName reports whether a name can be a program's.
func (c *compiler) toolName(n *node, name, owner string) bool {
	plain := name
	if scope, pkg, ok := strings.Cut(name, "/"); ok && len(scope) > 1 && scope[0] == '@' {
		plain = scope + pkg // a package of npm
	}
	if name != "" && !strings.ContainsAny(plain, "/ \t\n\\*?|'\"") {
		return true
	}
	c.report(n.at, owner, "bad program name "+quote(name), "a name without path, spaces and patterns, or @SCOPE/PACKAGE", "")
	return false
}

func (t *toolRow) field(n *node) {
	switch n.key {
	case "same":
		t.same(n)
	case "options":
		t.style(n)
	case "values":
		t.options(n, catalog.Value)
	case "optional":
		t.options(n, catalog.Optional)
	case "flags":
		t.options(n, catalog.Flag)
	case "implies":
		t.implies = t.strs(n, n.key, t.owner)
	case "verbs":
		t.verbRow(n)
	case "runs":
		t.runs(n)
	case "env":
		t.env(n)
	case "kinds":
		t.kinds(n)
	case "facts":
		t.surroundings(n)
	case "chdir":
		t.tool.Chdir = t.optionNames(n)
	case "secret":
		t.tool.Secret = t.optionNames(n)
	default:
		t.ruled(n)
	}
}

// ruled are the fields that hold conditions, roles or a flag.
func (t *toolRow) ruled(n *node) {
	switch n.key {
	case "pure":
		t.tool.Pure = t.conds(n, true)
	case "read":
		t.tool.Read = t.conds(n, true)
	case "write":
		t.tool.Write = t.conds(n, true)
	case "destroy":
		t.tool.Destroy = t.conds(n, true)
	case "dry":
		t.tool.Dry = t.conds(n, false)
	case "spares":
		t.tool.Spares = t.conds(n, true)
	case "walks":
		t.tool.Walks = t.conds(n, false)
	case "selects":
		t.tool.Selects = t.texts(n)
	case "links":
		t.tool.Links = t.conds(n, false)
	case "mounts":
		t.tool.Mounts = t.conds(n, false)
	case "lists":
		t.tool.Lists = t.roles(n)
	case "finds":
		t.tool.Finds = t.roles(n)
	case "sought":
		t.tool.Sought = t.texts(n)
	case "unless":
		t.tool.Unless = t.texts(n)
	case "reads":
		t.tool.Reads = t.roles(n)
	case "writes":
		t.tool.Writes = t.roles(n)
	case "appends":
		t.tool.Appends = t.roles(n)
	case "deletes":
		t.tool.Deletes = t.roles(n)
	case "fetches":
		t.tool.Fetches = t.roles(n)
	case "data":
		t.tool.Data = t.flag(n, t.owner)
	case "abbrev":
		t.tool.Abbrev = t.flag(n, t.owner)
	case "filter":
		t.tool.Filter = t.flag(n, t.owner)
	case "copies":
		t.tool.Copies = t.flag(n, t.owner)
	case "keeps":
		t.tool.Keeps = t.flag(n, t.owner)
	default:
		t.unknownKey(n, t.owner, `quote a name with dots: [tool."`+t.tool.Name+"."+n.key+`"]`, toolKeys[:])
	}
}

func (t *toolRow) same(n *node) {
	for _, name := range t.strs(n, "same", t.owner) {
		if t.toolName(name.node, name.text, t.owner) {
			t.tool.Same = append(t.tool.Same, name.text)
		}
	}
}

func (t *toolRow) style(n *node) {
	s, ok := t.str(n, "options", t.owner)
	if !ok {
		return
	}
	if i := slices.Index(styles[:], s); i >= 0 {
		t.tool.Options = catalog.Style(i + 1)
		return
	}
	t.report(n.at, t.owner, "unknown option style "+quote(s)+" in "+t.owner, oneOf(styles[:]), meant(s, styles[:]))
}

// surroundings are the names that catalog.Tool.Facts may hold.
var surroundings = [...]string{"aws", "azure", "docker", "fly", "gcloud", "heroku", "kubernetes", "mysql", "postgres", "terraform"}

func (t *toolRow) surroundings(n *node) {
	s, ok := t.str(n, "facts", t.owner)
	if ok && !isLater(surroundings[:], s) {
		t.report(n.at, t.owner, "unknown facts "+quote(s)+" in "+t.owner, oneOf(surroundings[:]), meant(s, surroundings[:]))
		return
	}
	t.tool.Facts = s
}

func (t *toolRow) kinds(n *node) {
	for _, k := range t.strs(n, "kinds", t.owner) {
		if !isLater(kinds[:], k.text) {
			t.report(k.node.at, t.owner, "unknown kind "+quote(k.text)+" in "+t.owner, oneOf(kinds[:]), meant(k.text, kinds[:]))
			continue
		}
		t.tool.Kinds = append(t.tool.Kinds, k.text)
	}
}

func (t *toolRow) env(n *node) {
	for _, e := range t.strs(n, "env", t.owner) {
		if !isVariable(e.text) {
			t.report(e.node.at, t.owner, "bad variable name "+quote(e.text)+" in env"+of(t.owner), "letters, digits, _ and *", "")
			continue
		}
		t.tool.Env = append(t.tool.Env, e.text)
	}
}

// isVariable reports whether s is a variable's name, which may hold "*".
func isVariable(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c == '_' || c == '*' || 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// verbRow reads "state list|show": the phrases that its alternatives make.
func (t *toolRow) verbRow(n *node) {
	for _, e := range t.strs(n, "verbs", t.owner) {
		words := strings.Fields(e.text)
		if t.verbWords(e, words) {
			t.verbs = append(t.verbs, expand(words)...)
		}
	}
}

// maxVerb is the most words that a verb has (catalog.Tool.Verbs).
const maxVerb = 4

// maxPhrases bounds what one entry's alternatives multiply to.
const maxPhrases = 1000

func (t *toolRow) verbWords(e textAt, words []string) bool {
	if len(words) == 0 || len(words) > maxVerb {
		t.report(e.node.at, t.owner, "verb "+quote(e.text)+of(t.owner)+" has "+plural(len(words), "word"), "one to four words", "")
		return false
	}
	many := 1
	for _, w := range words {
		many *= 1 + strings.Count(w, "|")
		if hint, bad := badVerb(w); bad || many > maxPhrases {
			t.report(e.node.at, t.owner, "bad verb "+quote(e.text)+of(t.owner), `words, or "*" for any`, hint)
			return false
		}
	}
	return true
}

// badVerb says what is wrong with one word of a verb.
func badVerb(word string) (hint string, bad bool) {
	for _, alt := range strings.Split(word, "|") {
		switch {
		case alt == "*":
		case alt == "":
			return "an alternative is empty", true
		case strings.HasPrefix(alt, "-"):
			return "options belong in values, optional or flags", true
		case isGlob(alt):
			return `a verb's word is plain, or "*" alone`, true
		}
	}
	return "", false
}

// expand returns the phrases that the alternatives of words make.
func expand(words []string) [][]string {
	phrases := [][]string{nil}
	for _, w := range words {
		var longer [][]string
		for _, alt := range strings.Split(w, "|") {
			for _, p := range phrases {
				longer = append(longer, append(slices.Clone(p), alt))
			}
		}
		phrases = longer
	}
	return phrases
}

// finish does what needs every field: the union of verbs, implied options, and
// the checks of one field against another.
func (t *toolRow) finish() {
	t.uniteVerbs()
	for _, e := range t.implies {
		t.imply(e)
	}
	t.listedTwice()
	t.known()
	for i := range t.opts {
		t.tool.Opts = append(t.tool.Opts, t.opts[i].opt)
	}
}

// uniteVerbs adds the verbs that pure, read, write and destroy name, so that
// rows need not repeat them, and sorts: longest first, plain words before "*".
func (t *toolRow) uniteVerbs() {
	for _, p := range t.implied {
		for _, phrase := range expand(p.words) {
			if !t.covered(phrase) {
				t.addImplied(phrase, p)
			}
		}
	}
	slices.SortFunc(t.verbs, func(a, b []string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(stars(a), stars(b)), slices.Compare(a, b))
	})
	t.tool.Verbs = slices.CompactFunc(t.verbs, slices.Equal[[]string])
}

// known reports verbs and options that conditions, roles and restrictions name
// and that the tool does not have: they would never hold.
func (t *toolRow) known() {
	for _, p := range t.phrases {
		for _, phrase := range expand(p.words) {
			if !t.covered(phrase) {
				t.report(p.at, t.owner, "no verb"+of(t.owner)+" fits "+quote(strings.Join(phrase, " "))+" in "+p.in, "", "list it in verbs")
			}
		}
	}
	for _, m := range t.mentions {
		if !t.lists(m.words[0]) {
			t.report(m.at, t.owner, "option "+m.words[0]+" in "+m.in+of(t.owner)+" is not listed", "", "list it in values, optional or flags")
		}
	}
}

// lists reports whether some entry lists a spelling of an option. In Go's style
// one dash and two are the same.
func (t *toolRow) lists(name string) bool {
	for i := range t.opts {
		for _, n := range t.opts[i].opt.Names {
			if n == name || t.tool.Options == catalog.Go && "-"+n == name {
				return true
			}
		}
	}
	return false
}

func stars(phrase []string) int {
	n := 0
	for _, w := range phrase {
		if w == "*" {
			n++
		}
	}
	return n
}

// covered reports whether a listed verb begins with the phrase.
func (t *toolRow) covered(phrase []string) bool {
	for _, v := range t.verbs {
		if begins(v, phrase) {
			return true
		}
	}
	return false
}

// begins reports whether the first words of a listed verb are phrase, whose
// words may be globs.
func begins(verb, phrase []string) bool {
	if len(verb) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if verb[i] != "*" && !globMatch(w, verb[i]) {
			return false
		}
	}
	return true
}

func (t *toolRow) addImplied(phrase []string, p phraseAt) {
	if len(phrase) > maxVerb {
		t.report(p.at, t.owner, "verb "+quote(strings.Join(phrase, " "))+" in "+p.in+of(t.owner)+" has "+plural(len(phrase), "word"), "one to four words", "")
		return
	}
	for _, w := range phrase {
		if w != "*" && isGlob(w) {
			t.report(p.at, t.owner, "no verb"+of(t.owner)+" fits "+quote(strings.Join(phrase, " "))+" in "+p.in, "", "list the verbs, or how many words they have (\"* *\"), in verbs")
			return
		}
	}
	t.verbs = append(t.verbs, phrase)
}
