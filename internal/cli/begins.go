package cli

import (
	"bytes"
	"strings"

	"tagout/internal/harness"
)

// besides looks for the hooks beside the first that no settings hold. One that
// only tells the agent something weakens nothing.
func (p *patient) besides() {
	for _, hook := range p.r.Also {
		switch {
		case p.holds(hook):
		case hook.Begins:
			p.out = append(p.out, finding{Check: "beginning", OK: true, Hint: p.again(),
				Detail: "the agent is not told where a conversation begins what is stopped here"})
		default:
			p.bad("entry", p.again(), "tagout is not registered for %s, so files that %s writes are not looked at", hook.Event, p.h.Title)
		}
	}
}

func (p *patient) holds(hook harness.Hook) bool {
	for i := range p.files {
		f := &p.files[i]
		for _, own := range f.own {
			if meant := p.meant(f, own); meant != nil && meant.Event == hook.Event && meant.Entry == hook.Entry {
				return true
			}
		}
	}
	return false
}

// begins asks the hook what it tells an agent where a conversation begins.
func (p *patient) begins(where string, own found, hook *harness.Hook) {
	if p.still || !own.shell && p.r.Format != harness.Script && !exists(own.argv[0]) {
		return
	}
	out, err := p.ask(own.argv, strings.ReplaceAll(hook.Canary, "DIR", quoted(p.dir)))
	switch {
	case err != nil:
		p.bad("beginning", p.again(), "%s: asked what to tell an agent, it failed: %v", where, err)
	case !bytes.Contains(out, []byte("tagout")):
		p.bad("beginning", p.again(), "%s: it tells the agent nothing", where)
	default:
		p.good("beginning", "%s: the agent is told what is stopped here", where)
	}
}

// writes asks the hook about a change of the settings that it stands in.
func (p *patient) writes(file, where string, own found, hook *harness.Hook) {
	if p.still || !own.shell && !exists(own.argv[0]) {
		return
	}
	answer, err := p.sendEvent(own.argv, strings.NewReplacer("PATH", quoted(file), "DIR", quoted(p.dir)).Replace(hook.Canary))
	switch {
	case err != nil:
		p.bad("canary", p.again(), "%s: asked about a change of %s, it %v", where, file, err)
	case answer != "deny" && answer != "ask":
		p.bad("canary", p.again(), "%s: a change of %s was let through", where, file)
	default:
		p.good("canary", "%s: a change of these settings is answered with %s", where, answer)
	}
}
