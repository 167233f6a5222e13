package reach

import (
	"strings"

	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// listed are the patterns of the names of files that a call prints, one a line, as
// its tool's row says: what its operands name, what is in those that are
// directories, or what is found anywhere below them.
func (w *walker) listed(f *Found, s *shell.Scope) string {
	inv := &f.Readings[0]
	if inv.Tool == nil {
		return ""
	}
	if words, ok := inv.Selected(inv.Tool.Finds); ok {
		return strings.Join(foundBelow(words, sought(inv)), "\n")
	}
	words, ok := inv.Selected(inv.Tool.Lists)
	if !ok {
		return ""
	}
	var out []string
	for _, wd := range words {
		switch patterns := patternsOf(wd); {
		case s.IsDir(wd):
			out = append(out, "*")
		default:
			out = append(out, patterns...)
		}
	}
	if len(words) == 0 {
		out = []string{"*"}
	}
	return strings.Join(out, "\n")
}

// patternsOf are the patterns that a word stands for, itself where it is known.
func patternsOf(wd word.Word) []string {
	if name, known := wd.Known(); known {
		return []string{word.Escape(name)}
	}
	return wd.Pieces.Patterns()
}

// foundBelow are the patterns of what lies below starting points, of those names if
// there are any. A starting point that is a quoted pattern holds at every depth.
func foundBelow(starts []word.Word, names []string) []string {
	if len(starts) == 0 {
		starts = []word.Word{word.Literal(".")}
	}
	var out []string
	for _, wd := range starts {
		if name, known := wd.Known(); known && strings.ContainsAny(name, "*?") {
			dir := name[:strings.LastIndexByte(name, '/')+1]
			out = append(out, word.Escape(dir)+"**/"+name[len(dir):])
			continue
		}
		for _, start := range patternsOf(wd) {
			if len(names) == 0 {
				out = append(out, start, start+"/**")
			}
			for _, name := range names {
				out = append(out, start+"/**/"+name)
			}
		}
	}
	return out[:min(len(out), maxItems)]
}

// sought are the patterns of names that a search is for, by the options that its
// tool's row names.
func sought(inv *tool.Invocation) []string {
	var out []string
	for _, s := range inv.Tool.Sought {
		option, form, _ := strings.Cut(s, "=")
		for _, v := range inv.Values([]string{option}) {
			name, known := v.Known()
			if !known || name == "" || strings.Contains(name, "/") {
				return nil
			}
			out = append(out, strings.ReplaceAll(strings.Replace(form, "{}", name, 1), "[!", "[^"))
		}
	}
	return out
}

// passed is what a text of which nothing else is known takes over from one that went
// into it: names that it lists, files whose text it holds.
func passed(out, in word.Text) word.Text {
	p := &out[len(out)-1]
	if held, ok := holding(in); ok {
		p.Names, p.Holds = held.Pieces[0].Names, true
	} else {
		p.Names = in.Listed()
	}
	return out
}

// holding is one of the files whose text another holds.
func holding(text word.Text) (word.Word, bool) {
	for _, p := range text {
		if p.Holds {
			p.Holds = false
			return word.Word{Pieces: word.Text{p}}, true
		}
	}
	return word.Word{}, false
}
