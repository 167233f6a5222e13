package policy

import (
	"strings"

	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Explanation is a verdict with how it came about.
type Explanation struct {
	Verdict  Verdict         `json:"verdict"`
	Calls    []ExplainedCall `json:"calls"`
	Problems []string        `json:"problems,omitempty"`
}

// ExplainedCall is one call as it was found.
type ExplainedCall struct {
	ID    int             `json:"id"`
	Words []ExplainedWord `json:"words"`
	// Via is what carried the call, outermost first.
	Via    []string `json:"via,omitempty"`
	Dir    string   `json:"dir"`
	Where  string   `json:"where"`
	Source string   `json:"source,omitempty"`
	Span   Span     `json:"span"`
	// Tool and Verb are what the grammar made of the words.
	Tool  string  `json:"tool,omitempty"`
	Verb  string  `json:"verb,omitempty"`
	Sure  bool    `json:"sure"`
	Guess bool    `json:"guess,omitempty"`
	Tried []Tried `json:"tried,omitempty"`
}

// ExplainedWord is one word: its text, with unknown pieces as they were
// written, and whether all of it is known.
type ExplainedWord struct {
	Text  string `json:"text"`
	Known bool   `json:"known"`
	Class string `json:"class,omitempty"`
}

// Tried is one pattern's answer to a call: "yes", "no" or "maybe".
type Tried struct {
	Rule    string `json:"rule"`
	Pattern string `json:"pattern"`
	Result  string `json:"result"`
	Why     string `json:"why,omitempty"`
}

// Explain judges a command and tells how: every call that was found, and every
// rule that was tried on it.
func (p *Policy) Explain(c Command, w World) (e Explanation) {
	defer func() {
		if r := recover(); r != nil {
			e = Explanation{Verdict: broken(c, r)}
		}
	}()
	tried := make(map[*reach.Found][]Tried)
	j := p.judge(c, w, options{tried: func(f *reach.Found, r *rule.Rule, pat *rule.Pattern, res match.Result) {
		tried[f] = append(tried[f], Tried{Rule: r.ID, Pattern: pat.Text, Result: res.Answer.String(), Why: why(res)})
	}})
	for _, f := range j.calls {
		if f != nil {
			e.Calls = append(e.Calls, explainCall(f, tried[f]))
		}
	}
	for i := range j.problems {
		e.Problems = append(e.Problems, j.problems[i].Kind+": "+j.problems[i].Msg)
	}
	e.Verdict = j.verdict()
	return e
}

func why(res match.Result) string {
	if res.Answer == tri.Maybe {
		return "not known: " + res.Unsure
	}
	return ""
}

func explainCall(f *reach.Found, tried []Tried) ExplainedCall {
	c := f.Call
	e := ExplainedCall{ID: c.ID, Via: c.Via, Dir: c.Dir.Spelling(), Where: place(c.Where), Source: sourceName(c.Source),
		Span: rootSpan(c.Source, c.Span), Sure: c.Sure, Guess: c.Guess, Tried: tried}
	for _, w := range c.Words {
		e.Words = append(e.Words, explainWord(w))
	}
	if len(f.Readings) > 0 {
		inv := &f.Readings[0]
		if inv.Tool != nil {
			e.Tool = inv.Tool.Name
		}
		e.Verb = join(inv.Verb)
	}
	return e
}

func explainWord(w word.Word) ExplainedWord {
	_, known := w.Known()
	e := ExplainedWord{Text: w.String(), Known: known}
	for _, p := range w.Pieces {
		if p.Class != "" {
			e.Class = p.Class
		}
	}
	return e
}

func join(ws []word.Word) string {
	parts := make([]string, len(ws))
	for i, w := range ws {
		parts[i] = w.String()
	}
	return strings.Join(parts, " ")
}

// sourceName is the chain of texts that led to a call, innermost first.
func sourceName(s *shell.Source) string {
	var names []string
	for ; s != nil && s.In != nil; s = s.In {
		names = append(names, s.Name)
	}
	return strings.Join(names, ", run by ")
}
