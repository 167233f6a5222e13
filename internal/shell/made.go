package shell

import "tagout/internal/word"

// made is a file that a call writes, and what it then holds.
type made struct{ path, text word.Text }

// Makes returns what a call puts into the file at an absolute path, each time that it
// opens it, once the program has been read to its end. ok is false where it does not,
// and where not all is known of what it puts there.
func (c *Call) Makes(path string) (texts []string, ok bool) {
	is := func(p word.Text) bool { name, known := p.Known(); return known && name == path }
	known := !c.Alike
	note := func(t word.Text, sure bool) {
		text, all := compact(t).Known()
		known = known && all && sure
		texts = append(texts, text)
	}
	for i := range c.Redirects {
		if s := c.Redirects[i].to; s != nil && is(s.path) {
			note(append(s.base[:len(s.base):len(s.base)], s.text...), !s.loose)
		}
	}
	for _, m := range c.made {
		if is(m.path) {
			note(m.text, true)
		}
	}
	return texts, known && len(texts) > 0
}
