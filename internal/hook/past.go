package hook

import "bytes"

// Past is something that was proposed once, and is to be judged as if it were now.
type Past struct {
	// Harness is who proposed it, "" where that is not known.
	Harness string
	// Event is what the harness would have sent; nil for a shell's program.
	Event []byte
	// Text, Dir and Shell are those of a shell's program.
	Text, Dir, Shell string
}

// Judge judges it as the hook would; judged is false for what is none to decide
// about. Nothing is recorded, and there is no deadline.
func (p *Past) Judge(h Host) (o Outcome, judged bool) {
	s := &session{host: h}
	s.event.Store(&Event{Harness: p.Harness})
	return s.outcome(s.past(p))
}

func (s *session) past(p *Past) (r reply) {
	defer func() {
		if fault := recover(); fault != nil {
			r = s.fault(fault)
		}
	}()
	if p.Event != nil {
		return s.answer(p.Harness, bytes.NewReader(p.Event))
	}
	e := Event{Harness: p.Harness, Kind: Shell, Text: p.Text, Dir: p.Dir, Shell: p.Shell, known: true}
	s.event.Store(&e)
	return s.judged(e)
}
