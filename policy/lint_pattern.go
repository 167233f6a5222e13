package policy

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/catalog"
	"tagout/internal/diag"
	"tagout/internal/glob"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// patterns looks at each pattern of a rule by the grammars of its programs.
func (l *linter) patterns(r *rule.Rule) {
	for i := range r.Match {
		text := r.Match[i].Text
		for s := range r.Match[i].Stages {
			st := &r.Match[i].Stages[s]
			l.programs(r, text, st)
			if why := contradiction(st); why != "" {
				l.add("never-matches", diag.Error, r, "match", text, strconv.Quote(text)+" can never match: "+why, "take one of the two out")
			}
			for _, t := range l.grammars(st) {
				l.options(r, text, st, t)
				l.dry(r, text, st, t)
			}
		}
	}
}

// programs reports a program that no tool describes and that is spelled almost
// as one is.
func (l *linter) programs(r *rule.Rule, text string, st *rule.Stage) {
	for _, a := range st.Program {
		if len(a.Literal) < 4 || strings.Contains(a.Literal, "/") || l.policy.grammars().Tool(a.Literal) != nil {
			continue
		}
		near := lang.Nearest(a.Literal, l.slips(a.Literal))
		if near == "" {
			continue
		}
		l.add("unknown-tool", diag.Warning, r, "match", text, "nothing is known of program "+strconv.Quote(a.Literal)+" in rule "+r.ID,
			"did you mean "+strconv.Quote(near)+"? else describe it in [tool."+a.Literal+"]")
	}
}

// slips are the names of tools of which a word is one slip away.
func (l *linter) slips(word string) (out []string) {
	for _, n := range l.toolNames() {
		if near := len(n) - len(word); len(n) >= 4 && near >= -1 && near <= 1 && oneSlip(word, n) {
			out = append(out, n)
		}
	}
	return out
}

// oneSlip reports whether two words have the same letters but for a swap, or
// one has a letter more within: what a finger does, and not another name.
func oneSlip(a, b string) bool {
	if len(a) == len(b) {
		var balance [256]int
		for i := range len(a) {
			balance[a[i]]++
			balance[b[i]]--
		}
		return balance == [256]int{}
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	i := oneMore(a, b)
	return i > 0 && i < len(b)
}

// oneMore returns where a has a letter that b lacks and is b otherwise, or -1.
func oneMore(a, b string) int {
	for i := 0; i < len(a) && len(a) == len(b)+1; i++ {
		if a[:i]+a[i+1:] == b {
			return i
		}
	}
	return -1
}

func (l *linter) toolNames() []string {
	if l.names == nil {
		for i := range l.policy.tools {
			l.names = append(append(l.names, l.policy.tools[i].Name), l.policy.tools[i].Same...)
		}
		for _, t := range builtin.Tools() {
			l.names = append(append(l.names, t.Name), t.Same...)
		}
	}
	return l.names
}

// grammars are those of a stage's programs, nil where one of them has none.
func (l *linter) grammars(st *rule.Stage) []*catalog.Tool {
	var out []*catalog.Tool
	for _, a := range st.Program {
		t := l.policy.grammars().Tool(a.Literal)
		if a.Literal == "" || t == nil {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// options reports options that the grammar lacks where it has one of almost that
// name, and those that it has for other verbs only.
func (l *linter) options(r *rule.Rule, text string, st *rule.Stage, t *catalog.Tool) {
	if t.Options == catalog.DD || t.Options == catalog.None || t.Options == catalog.Find {
		return
	}
	verb := verbOf(st)
	for i := range st.Items {
		it := &st.Items[i]
		if it.Kind != rule.Option || it.Names[0] == "--" {
			continue
		}
		rows, all := optionRows(t, it.Names)
		if len(rows) == 0 {
			rows, _ = optionRows(t, positive(it.Names)) // --no-x is x, off
		}
		switch {
		case len(rows) == 0:
			if near := nearOption(it.Names[0], all); near != "" {
				l.add("unknown-option", diag.Warning, r, "match", text, t.Name+" has no option "+it.Names[0]+" in rule "+r.ID,
					"did you mean "+strconv.Quote(near)+"? else list it in flags or values of [tool."+t.Name+"]")
			}
		case !slices.ContainsFunc(rows, func(o *catalog.Opt) bool { return takes(o, verb) }):
			l.add("unknown-option", diag.Warning, r, "match", text, t.Name+" "+strings.Join(wordsOf(verb), " ")+" takes no option "+it.Names[0]+" in rule "+r.ID,
				"it belongs to "+strings.Join(rows[0].Verbs, ", "))
		}
	}
}

// nearOption offers an option for a mistyped long one. Short options are too
// like each other for that.
func nearOption(name string, all []string) string {
	if len(strings.TrimLeft(name, "-")) < 4 {
		return ""
	}
	near := lang.Nearest(name, all)
	if len(strings.TrimLeft(near, "-")) >= 4 && (oneSlip(name, near) || oneMore(name, near) >= 0 || oneMore(near, name) >= 0) {
		return near
	}
	return ""
}

// optionRows are the rows of a tool for an option's names, and the names of all.
func optionRows(t *catalog.Tool, names []string) (rows []*catalog.Opt, all []string) {
	for i := range t.Opts {
		o := &t.Opts[i]
		all = append(all, o.Names...)
		for _, n := range names {
			if slices.ContainsFunc(o.Names, func(have string) bool { return have == n || bare(t, have) == bare(t, n) }) {
				rows = append(rows, o)
			}
		}
	}
	return rows, all
}

// positive are options without the "no-" of their negation.
func positive(names []string) (out []string) {
	for _, n := range names {
		out = append(out, strings.Replace(n, "--no-", "--", 1))
	}
	return out
}

// bare takes the dashes off where one and two are the same.
func bare(t *catalog.Tool, name string) string {
	if t.Options == catalog.Go {
		return strings.TrimLeft(name, "-")
	}
	return name
}

// verbOf are the alternatives of each word of a stage's verb.
func verbOf(st *rule.Stage) (verb [][]rule.Atom) {
	for i := range st.Items {
		if st.Items[i].Kind == rule.Verb {
			verb = append(verb, st.Items[i].Alts)
		}
	}
	return verb
}

// wordsOf are the words of a verb as they are written.
func wordsOf(verb [][]rule.Atom) (words []string) {
	for _, alts := range verb {
		var w []string
		for _, a := range alts {
			w = append(w, a.Literal+a.Glob)
		}
		words = append(words, strings.Join(w, "|"))
	}
	return words
}

// takes reports whether an option may stand with a verb.
func takes(o *catalog.Opt, verb [][]rule.Atom) bool {
	return len(o.Verbs) == 0 || slices.ContainsFunc(o.Verbs, func(phrase string) bool { return compatible(strings.Fields(phrase), verb) })
}

// compatible reports whether a phrase of globs and a pattern's verb may begin
// the same call.
func compatible(phrase []string, verb [][]rule.Atom) bool {
	for i := range min(len(phrase), len(verb)) {
		if !slices.ContainsFunc(verb[i], func(a rule.Atom) bool { return meets(phrase[i], a) }) {
			return false
		}
	}
	return true
}

// meets reports whether a word of a condition, with "|" alternatives, and an
// atom may be the same word.
func meets(word string, a rule.Atom) bool {
	if a.Literal == "" {
		return true // a glob, or a class: it may
	}
	for alt := range strings.SplitSeq(word, "|") {
		if glob.MatchString(alt, a.Literal, glob.Loose) {
			return true
		}
	}
	return false
}

// contradiction says why no call can be as a stage wants it, "" where one may.
func contradiction(st *rule.Stage) string {
	for i := range st.Items {
		a := &st.Items[i]
		for g := range a.Alts {
			if c := opposed(a.Alts[g].Classes); c != "" && len(a.Alts) == 1 {
				return "{" + c + "} and {!" + c + "} exclude each other"
			}
		}
		for k := range st.Items {
			if b := &st.Items[k]; !a.Not && b.Not && a.Kind == b.Kind && excludes(a, b) {
				return "it wants " + itemText(a) + " and !" + itemText(a)
			}
		}
	}
	return ""
}

// opposed names a class that every group asks for and excludes.
func opposed(groups [][]rule.Class) string {
	name := ""
	for _, g := range groups {
		i := slices.IndexFunc(g, func(c rule.Class) bool {
			return slices.Contains(g, rule.Class{Not: !c.Not, Name: c.Name, Arg: c.Arg})
		})
		if i < 0 {
			return ""
		}
		name = g[i].Name
	}
	return name
}

// excludes reports whether what b forbids is all that a wants.
func excludes(a, b *rule.Item) bool {
	switch a.Kind {
	case rule.Option, rule.Key:
		return len(a.Alts) == 0 && len(b.Alts) == 0 && subset(a.Names, b.Names)
	case rule.Operand:
		return len(b.Alts) == 1 && b.Alts[0].Glob == "*" && !slices.ContainsFunc(a.Alts, func(x rule.Atom) bool { return x.Classes != nil })
	}
	return false
}

func subset(a, of []string) bool {
	return !slices.ContainsFunc(a, func(n string) bool { return !slices.Contains(of, n) })
}

func itemText(it *rule.Item) string {
	if len(it.Names) > 0 {
		return strings.Join(it.Names, "|")
	}
	return strings.Join(wordsOf([][]rule.Atom{it.Alts}), " ")
}

// dry reports a pattern that asks for an option with which the tool does nothing.
func (l *linter) dry(r *rule.Rule, text string, st *rule.Stage, t *catalog.Tool) {
	for i := range t.Dry {
		c := &t.Dry[i]
		if len(c.On) == 0 || len(c.Off) > 0 || !entails(st, c, t) {
			continue
		}
		l.add("never-matches", diag.Error, r, "match", text, strconv.Quote(text)+" can never match: with "+strings.Join(c.On, " ")+" "+t.Name+" does nothing",
			"no rule speaks of a dry run")
		return
	}
}

// entails reports whether every call that a stage matches certainly fulfils a
// condition.
func entails(st *rule.Stage, c *catalog.Cond, t *catalog.Tool) bool {
	verb := verbOf(st)
	if len(c.Verb) > len(verb) {
		return false
	}
	for i, w := range c.Verb {
		if slices.ContainsFunc(verb[i], func(a rule.Atom) bool { return a.Literal == "" || !meets(w, a) }) {
			return false
		}
	}
	for _, on := range c.On {
		if !slices.ContainsFunc(st.Items, func(it rule.Item) bool {
			return it.Kind == rule.Option && !it.Not && len(it.Alts) == 0 && len(it.Names) == 1 && same(t, verb, on, it.Names[0])
		}) {
			return false
		}
	}
	return true
}
