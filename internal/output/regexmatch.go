package output

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Meter bounds the work of all the texts that are computed for one command.
// The zero value allows what is usual.
type Meter struct{ steps int }

// maxSteps is some tens of milliseconds of matching.
const maxSteps = 1 << 20

// spend reports whether there is work left.
func (m *Meter) spend(n int) bool {
	m.steps += n
	return m.steps <= maxSteps
}

// capture is where groups have matched: a start and an end for each, -1 for
// none. The first is the whole.
type capture [2 * (maxGroups + 1)]int

func (c *capture) text(s string, n int) string {
	if c[2*n] < 0 {
		return ""
	}
	return s[c[2*n]:c[2*n+1]]
}

// matcher is one search in one text.
type matcher struct {
	s     string
	fold  bool
	caps  capture
	best  capture
	found bool
	meter *Meter
	// done is set by a match that no other can beat.
	done bool
}

// match finds the leftmost of the longest matches from a place on. ok is false
// where it takes too long.
func (re *regex) match(s string, from int, meter *Meter) (c capture, found, ok bool) {
	for at := from; at <= len(s); at++ {
		if at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
			continue
		}
		m := &matcher{s: s, fold: re.fold, meter: meter}
		for i := range m.caps {
			m.caps[i] = -1
		}
		m.caps[0] = at
		m.alternatives(re.alts, at, m.accept)
		if meter.steps > maxSteps {
			return c, false, false
		}
		if m.found {
			return m.best, true, true
		}
	}
	return c, false, true
}

// accept takes a match if it is longer than any before; one to the end of the
// text cannot be beaten.
func (m *matcher) accept(at int) {
	if m.found && at <= m.best[1] {
		return
	}
	m.best, m.found = m.caps, true
	m.best[1] = at
	m.done = at == len(m.s)
}

func (m *matcher) alternatives(alts [][]atom, at int, then func(int)) {
	for _, seq := range alts {
		m.sequence(seq, at, then)
	}
}

func (m *matcher) sequence(seq []atom, at int, then func(int)) {
	switch {
	case m.done || !m.meter.spend(1):
	case len(seq) == 0:
		then(at)
	default:
		m.repeated(&seq[0], 0, at, func(next int) { m.sequence(seq[1:], next, then) })
	}
}

// repeated matches an atom as often as it may, the most first, after done
// times.
func (m *matcher) repeated(a *atom, done, at int, then func(int)) {
	if m.done || !m.meter.spend(1) {
		return
	}
	if a.kind < group && (a.min != 1 || a.max != 1) {
		m.run(a, at, then)
		return
	}
	if a.max < 0 || done < a.max {
		m.once(a, at, func(next int) {
			if next > at || done < a.min || a.min == a.max { // an empty turn changes nothing
				m.repeated(a, done+1, next, then)
			}
		})
	}
	if done >= a.min {
		then(at)
	}
}

// run matches a repeated character without a call for each.
func (m *matcher) run(a *atom, at int, then func(int)) {
	ends := []int{at}
	for next := at; a.max < 0 || len(ends) <= a.max; {
		size, ok := m.single(a, next)
		if !ok || !m.meter.spend(1) {
			break
		}
		next += size
		ends = append(ends, next)
	}
	for n := len(ends) - 1; n >= a.min && !m.done; n-- {
		then(ends[n])
	}
}

// single matches one character.
func (m *matcher) single(a *atom, at int) (size int, ok bool) {
	if at >= len(m.s) {
		return 0, false
	}
	r, size := utf8.DecodeRuneInString(m.s[at:])
	switch a.kind {
	case any:
		return size, true
	case set:
		return size, a.set.has(r) || m.fold && (a.set.has(unicode.ToLower(r)) || a.set.has(unicode.ToUpper(r)))
	}
	return size, r == a.r || m.fold && unicode.ToLower(r) == unicode.ToLower(a.r)
}

// once matches an atom once.
func (m *matcher) once(a *atom, at int, then func(int)) {
	switch a.kind {
	case group:
		old := m.caps
		m.alternatives(a.alts, at, func(next int) {
			inner := m.caps
			m.caps[2*a.n], m.caps[2*a.n+1] = at, next
			then(next)
			m.caps = inner
		})
		m.caps = old
	case backref:
		if s := m.caps.text(m.s, a.n); m.caps[2*a.n] >= 0 && strings.HasPrefix(m.s[at:], s) {
			then(at + len(s))
		}
	case begin, end, edge:
		if m.stands(a, at) {
			then(at)
		}
	default:
		if size, ok := m.single(a, at); ok {
			then(at + size)
		}
	}
}

// stands reports whether an anchor holds at a place.
func (m *matcher) stands(a *atom, at int) bool {
	if a.kind == begin {
		return at == 0
	}
	if a.kind == end {
		return at == len(m.s)
	}
	before, _ := utf8.DecodeLastRuneInString(m.s[:at])
	after, _ := utf8.DecodeRuneInString(m.s[at:])
	left, right := at > 0 && inWord(before), at < len(m.s) && inWord(after)
	switch a.r {
	case '<':
		return !left && right
	case '>':
		return left && !right
	case 'B':
		return left == right
	}
	return left != right
}
