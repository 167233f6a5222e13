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
			p.bad("entry", p.again(), "tagout is not registered for %s, so what %s does there is not looked at", hook.Event, p.h.Title)
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

// stops asks the hook about what it has to stop: a change of the settings that it
// stands in, or a tool of an MCP server that runs a command.
func (p *patient) stops(file, where string, own found, hook *harness.Hook) {
	if p.still || !own.shell && !exists(own.argv[0]) {
		return
	}
	what := "a change of these settings"
	if strings.Contains(hook.Canary, "COMMAND") {
		what = "`terraform destroy` by a tool of an MCP server"
	}
	event := strings.NewReplacer("PATH", quoted(file), "COMMAND", quoted("terraform destroy"), "DIR", quoted(p.dir)).Replace(hook.Canary)
	answer, err := p.sendEvent(own.argv, event)
	switch {
	case err != nil:
		p.bad("canary", p.again(), "%s: asked about %s, it %v", where, what, err)
	case answer != "deny" && answer != "ask":
		p.bad("canary", p.again(), "%s: %s was let through", where, what)
	default:
		p.good("canary", "%s: %s is answered with %s", where, what, answer)
	}
}
