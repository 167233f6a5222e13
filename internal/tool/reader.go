package tool

import (
	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// reader is one reading of a call's words in progress.
type reader struct {
	Invocation
	style catalog.Style
	words []word.Word
	next  int // the word to be read next
	// bits are the answers to the guesses of this reading, the first in the
	// lowest bit, and points counts the guesses met so far.
	bits   uint32
	points int
	// ended: no option follows. settled: no word of the verb follows.
	ended, settled bool
	// verbEnd is the index after the verb's last word.
	verbEnd int
	// places counts operands that are not a wrapper's NAME=VALUE words.
	places int
	// looseAt are the indexes of the Loose words.
	looseAt []int
	// marks are the operators of find's expression.
	marks []mark
}

// read makes the reading that answers its guesses by bits. Guesses beyond the
// 32nd are answered like the 32nd.
func read(t *catalog.Tool, name string, words []word.Word, bits uint32) reader {
	r := reader{words: words, next: 1, bits: bits, style: catalog.GNU}
	r.Tool, r.Program, r.Name = t, words[0], name
	r.settled = t == nil || len(t.Verbs) == 0
	if t != nil && t.Options != 0 {
		r.style = t.Options
	}
	r.Operands = make([]Operand, 0, len(words)-1)
	if r.style == catalog.BSD {
		r.dashless()
	}
	for r.next < len(words) {
		r.step()
	}
	if t != nil {
		r.finish()
	}
	return r
}

// finish adds what depends on all of the words.
func (r *reader) finish() {
	r.rename()
	r.imply()
	r.every()
	r.access()
	for i := range r.Tool.Dry {
		r.Dry = r.Dry.Or(r.Holds(r.Tool.Dry[i]))
	}
	r.carry()
}

// choose answers the next guess.
func (r *reader) choose() bool {
	n := min(r.points, 31)
	r.points++
	return r.bits&(1<<n) != 0
}

// step reads the next word, and those that it takes along.
func (r *reader) step() {
	w := r.words[r.next]
	s, known := lead(w)
	r.next++
	switch {
	case r.ended:
		r.plain(w)
	case s == "--" && known && r.style != catalog.None:
		r.end(w)
	case r.isOption(s, known):
		r.option(w, s, known)
	case known && s == ";" && r.between(&Option{Name: s}) != nil:
		r.end(w)
	case known && r.operator(s):
	case isLoose(w):
		r.loose(w)
	default:
		r.plain(w)
	}
}

// end reads "--": the options are over, or another program begins, as after ";".
func (r *reader) end(w word.Word) {
	o := Option{Name: w.String(), Span: w.Span}
	if run := r.between(&o); run != nil {
		r.collect(&o, run)
		r.Options = append(r.Options, o)
		return
	}
	if o.Opt = r.lookup("--"); o.Opt != nil {
		r.Options = append(r.Options, o) // it says something by itself: git checkout -- PATH
	}
	r.ended, r.settled = true, r.settled || len(r.Verb) > 0
}

// isLoose reports whether a word may be any number of words of any kind.
func isLoose(w word.Word) bool {
	unknown, split := w.Wholly()
	return unknown && split && w.Pieces[0].Class == ""
}

// loose sets a word aside that may be any number of words. Where the grammar
// counts places, the plain reading as one word is a reading too: "ssh $HOST ls".
func (r *reader) loose(w word.Word) {
	if r.counts() && r.choose() {
		r.plain(w)
		return
	}
	r.Loose = append(r.Loose, w)
	r.looseAt = append(r.looseAt, r.next-1)
}

// counts reports whether the place of an operand matters to the grammar.
func (r *reader) counts() bool {
	if r.Tool == nil {
		return false
	}
	for i := range r.Tool.Runs {
		if how := r.Tool.Runs[i].How; how != catalog.Between && how != catalog.Stdin {
			return true
		}
	}
	for _, roles := range r.roles() {
		for i := range roles {
			if from := roles[i].From; from != 0 && (from != 1 || roles[i].To != -1) {
				return true
			}
		}
	}
	return false
}

// plain reads a word that is no option: the verb's next, or an operand.
func (r *reader) plain(w word.Word) {
	if !r.settled && r.grows(w) {
		r.Verb = append(r.Verb, w)
		r.verbEnd = r.next
		return
	}
	r.settled = true
	r.operand(w)
}

// grows decides whether a word is the next of the verb.
func (r *reader) grows(w word.Word) bool {
	if unknown, _ := w.Wholly(); unknown && w.Pieces[0].Class != "" && w.Pieces[0].Class != "item" {
		return false // a number or a path
	}
	fits, complete := r.fits(w)
	if fits == tri.Maybe && complete != tri.No && len(r.Verb) > 0 {
		return r.choose()
	}
	return fits != tri.No
}

// fits answers whether a phrase of the verb table goes on with this word, and
// whether the verb so far is a phrase by itself.
func (r *reader) fits(w word.Word) (fits, complete tri.Tri) {
	n := len(r.Verb)
	text, known := w.Known()
	for _, phrase := range r.Tool.Verbs {
		if len(phrase) == n {
			complete = complete.Or(begins(phrase, r.Verb))
		} else if len(phrase) > n && (!known || phrase[n] == text || phrase[n] == "*") {
			if last := fills(phrase[n], w); last > fits {
				fits = fits.Or(last.And(begins(phrase, r.Verb)))
			}
		}
	}
	return fits, complete
}

// fills answers whether a word is the given one of a phrase, which is plain or
// "*" for any.
func fills(p string, w word.Word) tri.Tri {
	if p == "*" {
		return tri.Yes
	}
	if s, ok := w.Known(); ok {
		return tri.Of(s == p)
	}
	return matches(p, w.Pieces)
}

// begins answers whether the words are the first of the phrase.
func begins(phrase []string, words []word.Word) tri.Tri {
	answer := tri.Yes
	for i := 0; i < len(words) && answer != tri.No; i++ {
		answer = answer.And(fills(phrase[i], words[i]))
	}
	return answer
}

// operand adds an operand, and ends the options where the grammar says so.
func (r *reader) operand(w word.Word) {
	op := Operand{Word: w, at: r.next - 1}
	if key, val, ok := cut(w.Pieces, '='); ok {
		if k, known := key.Known(); known && keyLike(k) {
			op.Key, op.Val = k, word.Word{Pieces: val, Span: w.Span, Quoted: w.Quoted}
		}
	}
	r.Operands = append(r.Operands, op)
	if r.ended || r.Tool == nil || op.aside() && r.assigns() {
		return
	}
	r.places++
	r.ended = r.style == catalog.POSIX || r.carries(r.places)
}

// aside reports whether an operand can stand before the program that a wrapper
// carries without being it: NAME=VALUE, and env's "-", which is -i (env(1)).
func (op *Operand) aside() bool { return op.Key != "" && assignment(op.Word) || stream(op.Word) }

// keyLike reports whether s can be the key of a key=value operand.
func keyLike(s string) bool {
	for i := range len(s) {
		if c := s[i]; !nameByte(c) && c != '-' && c != '.' {
			return false
		}
	}
	return s != ""
}

// carries reports whether the operand at this place begins another program,
// whose options are not the tool's.
func (r *reader) carries(place int) bool {
	for i := range r.Tool.Runs {
		run := &r.Tool.Runs[i]
		if (run.How == catalog.Rest || run.How == catalog.Joined) && (from(run) == place || from(run) == place+1 && r.named(run)) &&
			r.Holds(run.Cond) != tri.No {
			return true
		}
	}
	return false
}

// named reports whether an option names the program that a run carries, so that
// every word from its place on is that program's (docker run --entrypoint).
func (r *reader) named(run *catalog.Run) bool {
	return !run.Append && len(run.Options) > 0 && len(r.Values(run.Options)) > 0
}

// assigns reports whether NAME=VALUE words may stand before a carried program.
func (r *reader) assigns() bool {
	for i := range r.Tool.Runs {
		if r.Tool.Runs[i].Assigns {
			return true
		}
	}
	return false
}

// from returns the place at which a run begins, counted from 1.
func from(run *catalog.Run) int { return max(run.From, 1) }
